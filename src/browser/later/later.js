// The second script: what an open portal can do beyond showing its pages, and a
// closed one where a passkey opens it.

import { unfoldForPrint } from '../print.js';
import { openFile } from './files.js';
import { lockWhenIdle } from './idle.js';
import { showLarge } from './media.js';
import { offerPasskey } from './passkey.js';
import { showPrototype } from './prototype.js';
import { offerToRemember } from './remember.js';
import { warnOfRollback } from './seen.js';
import { Streaming } from './streaming.js';

/**
 * @typedef {import('../shell/session.js').Session} Session
 * @typedef {import('../shell/later.js').Locked} Locked
 */

const script = /** @type {HTMLScriptElement & { given: Session | Locked, later: unknown }} */ (document.currentScript);

/** @param {Session} session */
function begin(session) {
  const streaming = new Streaming(session.portal);
  /** @type {import('../shell/later.js').Later} */
  const later = {
    openFile: (link, path) => openFile(session, streaming, link, path),
    large: (element, paths, load) => showLarge(session, streaming, element, paths, load),
    showPrototype: (frame) => showPrototype(session, frame),
    icon: async (path = '') =>
      document.querySelector('link[rel="icon"]')?.setAttribute('href', await session.sheets.url(path)),
  };
  script.later = later;
  void lockWhenIdle(session).then(() => offerToRemember(session));
  warnOfRollback(session);
  unfoldForPrint();
}

if ('passkey' in script.given) offerPasskey(script.given);
else begin(script.given);
