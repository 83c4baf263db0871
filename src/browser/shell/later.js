// What no portal needs to show its first page comes in a second script, when that page is there.
// It is fetched once for all portals of an agency, and runs only with the bytes that this page names.

import { concat, labelled, u32, utf8 } from '../reader/bytes.js';
import { CHUNK, HEAD, Message, SEALED_CHUNK, sealedLength } from '../reader/cobblestone.js';
import { padme, zeros } from '../reader/documents.js';
import { ABSENT, Failure, kindOf, must } from '../reader/failure.js';
import { messageKey } from '../reader/keys.js';
import { isOlder } from '../reader/manifest.js';
import { arriving, pieces } from '../reader/streams.js';
import { done, folder, records, rememberedRoot } from './remembered.js';
import { SHOWN, UNASKED } from './resources.js';
import { trusted } from './trusted.js';

/**
 * @typedef {object} Later
 * @property {(link: Element, path: string) => Promise<void>} openFile - shows a file or puts it on disk
 * @property {(element: Element, paths: string[], load: () => void) => Promise<void>} large - lets
 *   something large in a page be fetched part by part, or when it is asked for
 * @property {(frame: HTMLIFrameElement) => Promise<void>} showPrototype
 */

/** What the second script has from the first. */
const lent = {
  ABSENT, CHUNK, Failure, HEAD, Message, SEALED_CHUNK, SHOWN, UNASKED, arriving, concat, done,
  folder, isOlder, kindOf, labelled, messageKey, must, padme, pieces,
  records, rememberedRoot, sealedLength, trusted, u32, utf8, zeros,
};

const [address = '', integrity = ''] = (document.currentScript?.dataset['later'] ?? '').split(' ');

/**
 * @param {import('./session.js').Session} session
 * @returns {Promise<Later>}
 */
export const loadLater = (session) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { integrity, lent, session, src: trusted.createScriptURL(address) });
    script.onload = () => resolve(/** @type {any} */ (script).later);
    script.onerror = () => reject(new Failure('offline', address));
    document.head.append(script);
  });
