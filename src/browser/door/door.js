// The script of the agency's own page: when a code is typed there, this page becomes the page of
// the portal that the code opens. The code is typed once, and no address ever holds anything of it.

import { locatorOf } from '../reader/door.js';
import { loadWords } from '../shell/words.js';

const shell = /** @type {HTMLScriptElement & { door?: import('../shell/shell.js').Door }} */ (
  document.querySelector('script[data-words]')
);
const { dataset } = shell;
// What the shell has not loaded yet is here, also where the portal was built by an older program.
dataset['later'] = new URL('.', location.href).href + dataset['later'];
let inside = false;

/** @type {(path: string, fresh: boolean) => Promise<Response>} */
const get = (path, fresh) =>
  fetch(path, { cache: fresh ? 'reload' : 'no-cache', credentials: 'same-origin' });

shell.door = async (way, fresh) => {
  if (inside) return;
  const locator = await locatorOf(get, way, fresh);
  inside = true;
  // With the file's name, where the host needs one.
  const file = location.pathname.split('/').at(-1);
  history.replaceState(null, '', `${locator}/${file}${location.hash}`);
};

void loadWords(dataset['words'] ?? '').then((words) => {
  const who = document.createElement('p');
  who.className = 'lock-door';
  who.textContent = words.say('door');
  document.querySelector('.lock-form')?.after(who);
});
