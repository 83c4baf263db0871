// The second script: what an open portal can do beyond showing its pages.

import { openFile } from './files.js';
import { lockWhenIdle } from './idle.js';
import { showLarge } from './media.js';
import { showPrototype } from './prototype.js';
import { offerToRemember } from './remember.js';
import { warnOfRollback } from './seen.js';
import { Streaming } from './streaming.js';

const script = /** @type {HTMLScriptElement & { session: import('../shell/session.js').Session, later: unknown }} */ (
  document.currentScript
);
const { session } = script;

const streaming = new Streaming(session.portal);

/** @type {import('../shell/later.js').Later} */
const later = {
  openFile: (link, path) => openFile(session, streaming, link, path),
  large: (element, paths, load) => showLarge(session, streaming, element, paths, load),
  showPrototype: (frame) => showPrototype(session, frame),
};
script.later = later;

lockWhenIdle(session);
void offerToRemember(session);
warnOfRollback(session);
