// What no portal needs to show its first page comes in a second script, when that page is there.
// It is fetched once for all portals of an agency, and runs only with the bytes that this page names.

import { Failure, kindOf } from '../reader/failure.js';
import { isOlder } from '../reader/manifest.js';
import { done, folder, records, rememberedRoot } from './remembered.js';
import { SHOWN } from './resources.js';
import { trusted } from './trusted.js';

/**
 * @typedef {object} Later
 * @property {(link: Element, path: string) => Promise<void>} openFile - shows a file or puts it on disk
 * @property {(element: Element, size: number, load: () => void) => void} ask - puts a button before
 *   something that is not fetched unasked
 * @property {(frame: HTMLIFrameElement) => Promise<void>} showPrototype
 */

/** What the second script has from the first. */
const lent = { Failure, SHOWN, done, folder, isOlder, kindOf, records, rememberedRoot };

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
