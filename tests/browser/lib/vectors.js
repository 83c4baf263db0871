// One test vector of the sealed format through the browser's reader. Runs under Node and, served as
// it is, in a browser.

import { linkSecret, normalisedCode } from '../../../src/browser/reader/code.js';
import { locatorOf } from '../../../src/browser/reader/door.js';
import { Failure } from '../../../src/browser/reader/failure.js';
import { rootOf, wayOf } from '../../../src/browser/reader/keys.js';
import { Portal, readHeader } from '../../../src/browser/reader/portal.js';

/**
 * @typedef {import('../../../src/browser/reader/portal.js').Get} Get
 * @typedef {{ type: string, size: number, sha256: string } | { refuses: string }} Content
 * @typedef {{ portal: string, epoch: number, person: string, expires?: string, idle?: number,
 *   sequence: number, start: string, entries: Record<string, Content> }} Opened
 * @typedef {{ about: string, link?: string, code?: string, door?: boolean, opens?: Opened,
 *   leads?: string, refuses?: { kind: string, at?: string } }} Vector
 */

/** The reader tells more kinds of refusal apart than the vectors do. */
const KINDS = /** @type {Record<string, string>} */ ({
  'wrong-link': 'not-admitted',
  'wrong-code': 'not-admitted',
  'wrong-pair': 'not-admitted',
});

/**
 * What the reader finds, in the words of `vector.json`.
 *
 * @param {Vector} vector
 * @param {Get} get
 * @returns {Promise<{ opens: Opened } | { leads: string } | { refuses: string }>}
 */
export async function read({ link, code, door }, get) {
  try {
    if (door) return { leads: await lead(get, normalisedCode(code ?? '')) };
    const portal = await open(get, linkSecret(link ?? ''), normalisedCode(code ?? ''));
    const { slot, manifest } = portal;
    /** @type {Record<string, Content>} */
    const entries = {};
    for (const path of [...manifest.entries.keys()].sort())
      entries[path] = await content(portal, path);
    const { id, epoch, person, expires, idle } = slot;
    const { sequence, start } = manifest;
    return {
      opens: { portal: id, epoch, person, ...(expires && { expires }), ...(idle && { idle }), sequence, start, entries },
    };
  } catch (error) {
    return { refuses: kindOf(error) };
  }
}

/**
 * What `vector.json` says, in the same form.
 *
 * @param {Vector} vector
 */
export const expected = ({ opens, leads, refuses }) =>
  opens ? { opens } : leads ? { leads } : { refuses: refuses?.kind };

/**
 * @param {Get} get
 * @param {string | undefined} code
 */
async function lead(get, code) {
  const { mode, kdf } = await readHeader(get);
  return locatorOf(get, await wayOf(await rootOf(mode, undefined, code, kdf)));
}

/**
 * @param {Get} get
 * @param {ReturnType<typeof linkSecret>} secret
 * @param {string | undefined} code
 */
async function open(get, secret, code) {
  const header = await readHeader(get);
  // As the shell does, before it asks the host for anything.
  if (header.mode !== 'link' && !code) throw new Failure('wrong-code');
  if (header.mode !== 'code' && !secret) throw new Failure('wrong-link');
  return Portal.open(get, header, await wayOf(await rootOf(header.mode, secret, code, header.kdf)));
}

/**
 * @param {Portal} portal
 * @param {string} path
 * @returns {Promise<Content>}
 */
async function content(portal, path) {
  const { type, size } = portal.entry(path);
  try {
    const digest = await crypto.subtle.digest('SHA-256', await portal.bytes(path));
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
    return { type, size, sha256: hex.join('') };
  } catch (error) {
    return { refuses: kindOf(error) };
  }
}

/** @param {unknown} error */
function kindOf(error) {
  if (!(error instanceof Failure)) throw error;
  return KINDS[error.kind] ?? error.kind;
}
