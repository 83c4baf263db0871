// The second script: what an open portal can do beyond showing its pages.

import { askFor, openFile } from './files.js';
import { lockWhenIdle } from './idle.js';
import { showPrototype } from './prototype.js';
import { offerToRemember } from './remember.js';
import { warnOfRollback } from './seen.js';

const script = /** @type {HTMLScriptElement & { session: import('../shell/session.js').Session, later: unknown }} */ (
  document.currentScript
);
const { session } = script;

/** @type {import('../shell/later.js').Later} */
const later = {
  openFile: (link, path) => openFile(session, link, path),
  ask: (element, size, load) => askFor(session, element, size, load),
  showPrototype: (frame) => showPrototype(session, frame),
};
script.later = later;

lockWhenIdle(session);
void offerToRemember(session);
warnOfRollback(session);
