// Every page works without this file. It makes the way out faster: what is shown is covered at once, and Shift three times leaves too.
'use strict';
const faults = document.getElementById('there-is-a-problem');
if (faults) faults.focus();
const leave = () => {
  const cover = document.createElement('div');
  cover.className = 'gone';
  document.body.replaceChildren(cover);
  document.title = ' ';
  location.replace('/leave');
};
document.querySelectorAll('a[href="/leave"]').forEach((way) => way.addEventListener('click', (event) => { event.preventDefault(); leave(); }));
let times = [];
addEventListener('keyup', (event) => {
  if (event.key !== 'Shift') { times = []; return; }
  times = [...times.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
  document.querySelectorAll('.dots').forEach((dots) => { dots.textContent = '•'.repeat(times.length); });
  if (times.length > 2) leave();
});
addEventListener('pageshow', (event) => { if (event.persisted) leave(); });
// Ten minutes without a touch: the server has forgotten, and so does the screen. Whoever writes is not forgotten.
let touched = Date.now();
let told = touched;
['keydown', 'pointerdown', 'input'].forEach((kind) => addEventListener(kind, () => {
  touched = Date.now();
  if (touched - told > 60000) {
    told = touched;
    fetch('/7').catch(() => {});
  }
}));
if (document.querySelector('[name="csrf"]')) setInterval(() => { if (Date.now() - touched > 590000) leave(); }, 5000);
