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
