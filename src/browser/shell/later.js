// What no portal needs to show its first page comes in a second script, when that page is there.
// It is fetched once for all portals of an agency, and runs only with the bytes that this page names.

import { ABSENT, Failure, kindOf, must } from '../reader/failure.js';
import { isOlder } from '../reader/manifest.js';
import { done, folder, forget, kept, records } from './remembered.js';
import { SHOWN, UNASKED } from './resources.js';
import { trusted } from './trusted.js';

/**
 * @typedef {object} Later
 * @property {(link: Element, path: string) => Promise<void>} openFile - shows a file or puts it on disk
 * @property {(element: Element, paths: string[], load: () => void) => Promise<void>} large - lets
 *   something large in a page be fetched part by part, or when it is asked for
 * @property {(frame: HTMLIFrameElement) => Promise<void>} showPrototype
 * @property {(path: string | undefined) => Promise<void>} icon - shows the icon of the tab
 */

/** What the second script has from the first. */
const lent = { ABSENT, Failure, SHOWN, UNASKED, done, folder, forget, isOlder, kept, kindOf, must, records, trusted };

const [address = '', integrity = ''] = (document.currentScript?.dataset['later'] ?? '').split(' ');

/**
 * A closed portal that a passkey on this device can open.
 *
 * @typedef {object} Locked
 * @property {import('../later/passkey.js').Passkey} passkey
 * @property {import('./lock.js').Lock} lock
 * @property {(way: import('../reader/keys.js').Way) => Promise<unknown>} enter - opens and shows it;
 *   fails where the way leads nowhere
 */

/**
 * @param {import('./session.js').Session | Locked} given
 * @returns {Promise<Later>} empty for a closed portal
 */
export const loadLater = (given) =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { integrity, crossOrigin: '', lent, given, src: trusted.createScriptURL(address) });
    script.onload = () => resolve(/** @type {any} */ (script).later);
    script.onerror = () => reject(new Failure('offline', address));
    document.head.append(script);
  });
