// What no portal needs to show its first page comes in a second script, when that page is there.
// It is fetched once for all portals of an agency, and runs only with the bytes that this page names.

import { ABSENT, Failure, kindOf, must } from '../reader/failure.js';
import { isOlder } from '../reader/manifest.js';
import { done, folder, records } from './remembered.js';
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
const lent = { ABSENT, Failure, SHOWN, UNASKED, done, folder, isOlder, kindOf, must, records, trusted };

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
