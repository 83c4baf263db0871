// A portal, from its header to the bytes of its files (docs/format.md, "Opening a portal").
// Knows neither the page nor the address: whatever gives files by their path will do.

import { concat, labelled, u32, utf8 } from './bytes.js';
import { openMessage, sealedLength } from './cobblestone.js';
import { padme, zeros } from './documents.js';
import { ABSENT, Failure, kindOf, must } from './failure.js';
import { headerOf } from './header.js';
import { inflate } from './inflate.js';
import { messageKey } from './keys.js';
import { MANIFEST_LIMIT, SLOT_LIMIT, isOlder, openManifest, openSlot } from './manifest.js';
import { arriving, collected, joined } from './streams.js';

/**
 * @typedef {import('./bytes.js').Bytes} Bytes
 * @typedef {import('./failure.js').Kind} Kind
 * @typedef {import('./header.js').Header} Header
 * @typedef {import('./manifest.js').Slot} Slot
 * @typedef {import('./manifest.js').Manifest} Manifest
 *
 * @typedef {(path: string, fresh: boolean) => Promise<Response>} Get - gives a file of the portal's
 *   folder; `fresh` where nothing that was kept from before may be given
 */

const HEADER_LIMIT = 4096;
/** What it means that there is no slot. */
const NO_SLOT = /** @type {const} */ ({
  link: 'wrong-link',
  code: 'wrong-code',
  'link+code': 'wrong-pair',
});

/**
 * @param {Get} get
 * @param {boolean} [fresh]
 */
export async function readHeader(get, fresh = false) {
  const body = await found(get, 'header.json', fresh, 'no-portal');
  return headerOf(await joined(arriving(body, HEADER_LIMIT)));
}

/** An open portal. It holds keys that cannot be read out, and no secret. */
export class Portal {
  /**
   * @param {Get} get
   * @param {(fresh: boolean) => Promise<{ slot: Slot, manifest: Manifest }>} load
   * @param {{ slot: Slot, manifest: Manifest }} state
   */
  constructor(get, load, { slot, manifest }) {
    this.get = get;
    this.load = load;
    this.slot = slot;
    this.manifest = manifest;
  }

  /**
   * @param {Get} get
   * @param {Header} header
   * @param {import('./keys.js').Way} way
   * @param {boolean} [fresh]
   */
  static async open(get, header, { name, key }, fresh = false) {
    /** @param {boolean} fresh */
    const load = async (fresh) => {
      // Together: a manifest that came in vain, for want of a slot, costs less than waiting.
      const manifestLater = found(get, 'manifest', fresh, 'missing');
      manifestLater.catch(() => {});
      const body = await found(get, `slots/${name}`, fresh, NO_SLOT[header.mode]);
      const slot = await openSlot(key, header, await joined(arriving(body, SLOT_LIMIT)));
      const open = async (/** @type {ReturnType<typeof found>} */ body) => ({
        slot,
        manifest: await openManifest(slot, await joined(arriving(await body, MANIFEST_LIMIT))),
      });
      try {
        return await open(manifestLater);
      } catch (error) {
        if (kindOf(error) !== 'damaged') throw error;
        // It is of another key, where a publish that brings a new one is half way.
        return open(found(get, `manifest-${slot.epoch}`, fresh, 'damaged'));
      }
    };
    return new Portal(get, load, await load(fresh));
  }

  /** @param {string} path */
  entry(path) {
    const entry = this.manifest.entries.get(path);
    if (!entry) throw new Failure('missing', path);
    return entry;
  }

  /**
   * The content of a file, block by block. Only after the last one is it certain to be all of it.
   *
   * @param {string} path
   * @param {boolean} [fresh] - whether to do without copies that the browser kept
   * @returns {AsyncGenerator<Bytes>}
   */
  async *read(path, fresh = false) {
    const body = await this.#object(path, fresh);
    const { size, stored, encoding } = this.entry(path);
    const { portal, key, epoch } = this.slot;
    const objects = await messageKey(key, 'keyfolio/v1/object');
    const context = labelled('keyfolio/v1/object', portal, u32(epoch), utf8(path));
    const sealed = arriving(body, sealedLength(padme(stored)));
    const content = cut(openMessage(objects, context, sealed), stored);
    let length = 0;
    for await (const block of encoding ? inflate(content, size) : content) {
      length += block.length;
      yield block;
    }
    must(length === size); // a file has the size that the manifest says
  }

  /**
   * The whole content of a file, in blocks. A copy that the browser kept may be a damaged one, so
   * what does not open is asked for once more.
   *
   * @param {string} path
   */
  async #blocks(path) {
    try {
      return await collected(this.read(path));
    } catch (error) {
      if (kindOf(error) !== 'damaged') throw error;
      return collected(this.read(path, true));
    }
  }

  /**
   * The whole content of a file.
   *
   * @param {string} path
   */
  async bytes(path) {
    return concat(...(await this.#blocks(path)));
  }

  /**
   * The whole content of a file, where the browser may put it on disk.
   *
   * @param {string} path
   */
  async blob(path) {
    return new Blob(await this.#blocks(path), { type: this.entry(path).type });
  }

  /**
   * The object of a file. Where it is gone the portal was published since: slot and manifest are
   * asked for once more. Older ones than these were not published since, and are refused.
   *
   * @param {string} path
   * @param {boolean} fresh
   */
  async #object(path, fresh) {
    try {
      return await found(this.get, `objects/${this.entry(path).object}`, fresh, 'missing');
    } catch (error) {
      if (kindOf(error) !== 'missing') throw error;
    }
    const now = await this.load(true);
    if (isOlder(now, this.slot.epoch, this.manifest.sequence)) throw new Failure('rollback', path);
    Object.assign(this, now);
    return found(this.get, `objects/${this.entry(path).object}`, true, 'missing');
  }
}

/**
 * @param {Get} get
 * @param {string} path
 * @param {boolean} fresh
 * @param {Kind} absent - what it means that the file is not there
 */
async function found(get, path, fresh, absent) {
  const response = await get(path, fresh).catch((error) => {
    throw new Failure('offline', `${path}: ${error}`);
  });
  if (ABSENT.includes(response.status)) throw new Failure(absent, path);
  if (!response.ok || !response.body)
    throw new Failure('offline', `${path}: status ${response.status}`);
  return response.body;
}

/**
 * The first `length` bytes of a padded plaintext.
 *
 * @param {AsyncIterable<Bytes>} plain
 * @param {number} length
 * @returns {AsyncGenerator<Bytes>}
 */
async function* cut(plain, length) {
  let at = 0;
  for await (const block of plain) {
    const own = Math.min(block.length, Math.max(0, length - at));
    must(zeros(block.subarray(own))); // the padding is zero
    if (own > 0) yield block.subarray(0, own);
    at += block.length;
  }
  must(at === padme(length)); // an object has its padded length
}
