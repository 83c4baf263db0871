// The front door: where the portal stands that a code opens (docs/format.md, "The front door").

import { labelled } from './bytes.js';
import { openDocument } from './documents.js';
import { ABSENT, Failure, must } from './failure.js';
import { json } from './header.js';
import { messageKey } from './keys.js';
import { arriving, joined } from './streams.js';

const DOOR_LIMIT = 1024;
const DOOR_MINIMUM = 256;

/**
 * The locator of the portal.
 *
 * @param {(path: string, fresh: boolean) => Promise<Response>} get - gives a file of the folder
 *   above the portals
 * @param {import('./keys.js').Way} way - with its root: from a code that was given just now
 * @param {boolean} [fresh]
 * @returns {Promise<string>}
 */
export async function locatorOf(get, { name, root }, fresh = false) {
  must(root);
  const path = `door/${name}`;
  const response = await get(path, fresh).catch((error) => {
    throw new Failure('offline', `${path}: ${error}`);
  });
  if (ABSENT.includes(response.status)) throw new Failure('wrong-code', path);
  if (!response.ok || !response.body)
    throw new Failure('offline', `${path}: status ${response.status}`);
  const sealed = await joined(arriving(response.body, DOOR_LIMIT));
  const key = await messageKey(root, 'keyfolio/v1/door-key');
  const { locator } = json(await openDocument(key, labelled('keyfolio/v1/door'), sealed, DOOR_MINIMUM));
  must(typeof locator === 'string' && /^[a-z2-7]{32}$/.test(locator)); // a door leads to a portal
  return locator;
}
