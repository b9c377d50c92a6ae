// Every page works without this file. It saves a hand some way: the fault comes into view, a form is sent once, Ctrl-K opens the commands.
'use strict';
const faults = document.getElementById('there-is-a-problem');
if (faults) faults.focus();
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form').forEach((form) => delete form.dataset.sent));
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 'k' && document.querySelector('nav')) {
    event.preventDefault();
    location.assign('/go');
  }
});
// Passkeys: the page carries the question; the device's answer goes back in the form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
document.querySelectorAll('form[data-passkey]').forEach((form) => {
  const button = form.querySelector('button');
  if (!window.PublicKeyCredential) button.disabled = true;
  button.addEventListener('click', async () => {
    const { publicKey } = JSON.parse(form.dataset.asks);
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    [...(publicKey.allowCredentials || []), ...(publicKey.excludeCredentials || [])].forEach((one) => { one.id = bytes(one.id); });
    const given = {};
    try {
      const key = await navigator.credentials[form.dataset.passkey]({ publicKey });
      ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach((part) => {
        if (key.response[part]) given[part] = text(key.response[part]);
      });
      form.elements.answer.value = JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response: given, extensions: {} });
    } catch {
      form.elements.answer.value = '{}'; // the page says what to do
    }
    form.submit();
  });
});
// A signature may be drawn where there is a hand to draw it: the picture goes back in the form, once something was drawn.
document.querySelectorAll('canvas.pad').forEach((pad) => {
  const form = pad.closest('form');
  const pen = pad.getContext('2d');
  const kept = form.elements.drawn;
  let drawn = false;
  const clear = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, pad.width, pad.height); kept.value = ''; drawn = false; };
  const show = () => { pad.closest('[data-pad]').hidden = form.elements.how.value !== 'drawn'; };
  form.querySelector('[data-draw]').hidden = false;
  form.addEventListener('change', show);
  form.querySelector('[data-clear]').addEventListener('click', clear);
  clear();
  show();
  const at = (event) => [event.offsetX * (pad.width / pad.clientWidth), event.offsetY * (pad.height / pad.clientHeight)];
  pad.addEventListener('pointerdown', (event) => { pad.setPointerCapture(event.pointerId); pen.lineWidth = 2.5; pen.beginPath(); pen.moveTo(...at(event)); });
  pad.addEventListener('pointermove', (event) => { if (event.buttons) { pen.lineTo(...at(event)); pen.stroke(); drawn = true; } });
  ['pointerup', 'pointercancel'].forEach((end) => pad.addEventListener(end, () => { if (drawn) kept.value = pad.toDataURL('image/png'); }));
});
// An area of a page may be drawn over its picture, with a mouse or a pen: its four numbers go into the first fields that are empty.
document.querySelectorAll('[data-areas]').forEach((sheet) => {
  const rows = () => [...document.querySelectorAll('[data-area]')];
  const fields = (row) => [...row.querySelectorAll('input')];
  const empty = () => {
    const all = rows();
    const free = all.find((row) => fields(row).every((field) => !field.value));
    if (free || all.length >= 30) return free;
    const last = all[all.length - 1];
    const row = last.cloneNode(true);
    const number = all.length + 1;
    row.querySelector('legend').textContent = last.querySelector('legend').textContent.replace(/\d+/, number);
    row.querySelectorAll('label').forEach((label) => { label.htmlFor = label.htmlFor[0] + number; });
    fields(row).forEach((field) => { field.value = ''; field.id = field.id[0] + number; });
    last.after(row);
    return row;
  };
  const at = (event) => {
    const box = sheet.querySelector('img').getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map((part) => Math.min(100, Math.max(0, part * 100)));
  };
  const size = (one, other) => [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.abs(one[0] - other[0]), Math.abs(one[1] - other[1])];
  let from = null;
  let mark = null;
  document.querySelector('[data-drawn]').hidden = false;
  sheet.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch' || event.button) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = at(event);
    mark = sheet.appendChild(document.createElement('span'));
  });
  sheet.addEventListener('pointermove', (event) => {
    if (!from) return;
    size(from, at(event)).forEach((part, which) => { mark.style[['left', 'top', 'width', 'height'][which]] = part + '%'; });
  });
  sheet.addEventListener('pointerup', (event) => {
    if (!from) return;
    const area = size(from, at(event));
    const row = area[2] > 0.3 && area[3] > 0.3 && empty();
    if (row) fields(row).forEach((field, which) => { field.value = String(Math.round(area[which] * 100) / 100); });
    else mark.remove();
    from = null;
  });
  sheet.addEventListener('pointercancel', () => { if (from) mark.remove(); from = null; });
});
