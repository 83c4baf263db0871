// Files that a page shows or offers, as `blob:` addresses. They are held in memory, so what is
// large waits until it is asked for, and what is larger still is refused.

import { Failure } from '../reader/failure.js';

/** Films, sound and PDFs up to here are fetched whole when they come into view. */
export const UNASKED = 16 * 2 ** 20;
/** What a browser shows by itself, and in which nothing can run. */
export const SHOWN = /^(image\/(png|jpeg|gif|webp|avif|bmp)|application\/pdf|text\/plain|(video|audio)\/.*)$/;
/** No file beyond this is opened in memory. */
const LARGEST = 512 * 2 ** 20;

/** @typedef {{ url: Promise<string>, ready: string, page: number }} Opened */

export class Resources {
  /** @param {import('../reader/portal.js').Portal} portal */
  constructor(portal) {
    this.portal = portal;
    /** @type {Map<string, Opened>} by name of the object, which changes with the content, and use */
    this.opened = new Map();
    /** Counts the pages shown. */
    this.page = 0;
  }

  /**
   * @param {string} path
   * @param {boolean} [alone] - not as a part of a page: then it has its type only where nothing in
   *   it can run, as there are browsers that go to what they should put on disk
   * @returns {Opened}
   */
  open(path, alone = false) {
    const { object, size, type } = this.portal.entry(path);
    const inert = alone && !SHOWN.test(type);
    const key = inert ? `${object}.` : object;
    let opened = this.opened.get(key);
    if (!opened) {
      opened = { url: this.#url(path, key, size, inert), ready: '', page: 0 };
      this.opened.set(key, opened);
      opened.url.catch(() => this.opened.delete(key));
    }
    opened.page = this.page;
    return opened;
  }

  /**
   * @param {string} path
   * @param {string} key
   * @param {number} size
   * @param {boolean} inert
   */
  async #url(path, key, size, inert) {
    if (size > LARGEST) throw new Failure('too-large', path);
    const blob = await this.portal.blob(path);
    // Text is UTF-8, which a browser does not know of a text without a charset.
    const type = blob.type.startsWith('text/') ? `${blob.type};charset=utf-8` : blob.type;
    const url = URL.createObjectURL(blob.slice(0, size, inert ? 'application/octet-stream' : type));
    const opened = this.opened.get(key);
    if (opened) opened.ready = url;
    return url;
  }

  /** Before the next page: what was opened for earlier ones than this is let go. Of this one a picture may still be on its way. */
  sweep() {
    for (const [key, { page, ready }] of this.opened) {
      if (page === this.page || !ready) continue;
      URL.revokeObjectURL(ready);
      this.opened.delete(key);
    }
  }
}
