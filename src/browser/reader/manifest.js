// Slots and manifests (docs/format.md): whose portal it is, and what is where in it.

import { fromBase64url, fromHex, labelled, u32, utf8 } from './bytes.js';
import { openDocument } from './documents.js';
import { must } from './failure.js';
import { json, natural } from './header.js';
import { inflate } from './inflate.js';
import { keyFrom, messageKey } from './keys.js';
import { each, joined } from './streams.js';

/**
 * @typedef {import('./bytes.js').Bytes} Bytes
 *
 * @typedef {object} Slot
 * @property {string} id - the portal's, in hexadecimal
 * @property {Bytes} portal - its id in bytes
 * @property {CryptoKey} key - the portal key
 * @property {number} epoch
 * @property {string} person - its id
 * @property {string | undefined} expires
 * @property {number | undefined} idle - seconds
 *
 * @typedef {object} Entry
 * @property {string} object
 * @property {string} type
 * @property {number} size
 * @property {number} stored
 * @property {string} [encoding]
 *
 * @typedef {object} Manifest
 * @property {number} sequence
 * @property {string} start
 * @property {Map<string, Entry>} entries
 */

export const SLOT_LIMIT = 8192;
const SLOT_MINIMUM = 512;
export const MANIFEST_LIMIT = 16 * 2 ** 20;
const MANIFEST_MINIMUM = 1024;
const MANIFEST_JSON_LIMIT = 64 * 2 ** 20;

/**
 * @param {CryptoKey} key
 * @param {import('./header.js').Header} header
 * @param {Bytes} sealed
 * @returns {Promise<Slot>}
 */
export async function openSlot(key, header, sealed) {
  const context = labelled('keyfolio/v1/slot', header.digest);
  const body = await openDocument(key, context, sealed, SLOT_MINIMUM);
  const slot = json(body);
  body.fill(0);
  const portal = fromHex(slot.portal, 16);
  const raw = fromBase64url(slot.key, 32);
  must(portal && raw); // a slot has an id and a key
  const { epoch, person, expires, idle } = slot;
  must(natural(epoch) && epoch < 2 ** 32); // a slot has an epoch
  must(typeof person === 'string'); // a slot has a person
  must(expires === undefined || isDay(expires)); // a slot ends on a day
  must(idle === undefined || (natural(idle) && idle >= 60 && idle <= 86_400)); // a person has time
  return { id: slot.portal, portal, key: await keyFrom(raw), epoch, person, expires, idle };
}

/**
 * @param {Slot} slot
 * @param {Bytes} sealed
 * @returns {Promise<Manifest>}
 */
export async function openManifest({ portal, key, epoch }, sealed) {
  const manifests = await messageKey(key, 'keyfolio/v1/manifest');
  const context = labelled('keyfolio/v1/manifest', portal, u32(epoch));
  const body = await openDocument(manifests, context, sealed, MANIFEST_MINIMUM);
  const { sequence, start, entries } = json(
    await joined(inflate(each(body), MANIFEST_JSON_LIMIT)),
  );
  must(natural(sequence) && sequence > 0); // a manifest has a sequence number
  must(entries !== null && typeof entries === 'object'); // a manifest has entries
  const all = new Map(Object.entries(entries));
  for (const [path, entry] of all) {
    must(isPath(path)); // a path is one
    must(/^[a-z2-7]{32}$/.test(entry?.object)); // an object has a name
    must(typeof entry.type === 'string'); // a file has a type
    must(natural(entry.size) && natural(entry.stored)); // a file has a size
    if (entry.encoding === undefined) must(entry.stored === entry.size); // sizes that agree
    else must(entry.encoding === 'deflate-raw'); // a known encoding
  }
  must(all.has(start)); // a portal has a first page
  return { sequence, start, entries: all };
}

/**
 * Whether a state of a portal is older than one that was seen.
 *
 * @param {{ slot: Slot, manifest: Manifest }} state
 * @param {number} lastEpoch
 * @param {number} last - sequence number in that epoch
 */
export const isOlder = ({ slot: { epoch }, manifest: { sequence } }, lastEpoch, last) =>
  epoch < lastEpoch || (epoch === lastEpoch && sequence < last);

/** @param {unknown} text */
function isDay(text) {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** @param {string} path */
function isPath(path) {
  const { length } = utf8(path);
  return (
    length > 0 &&
    length <= 1024 &&
    !/[\\\p{Cc}]/u.test(path) &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
