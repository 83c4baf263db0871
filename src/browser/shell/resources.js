// Files that a page shows or offers, as `blob:` addresses. They are held in memory, so what is
// large waits until it is asked for, and what is larger still is refused.

import { Failure } from '../reader/failure.js';

/** Pictures, films and PDFs up to here are fetched when they come into view. */
export const UNASKED = 16 * 2 ** 20;
/** No file beyond this is opened in memory. */
const LARGEST = 512 * 2 ** 20;

/** @typedef {{ url: Promise<string>, ready: string, page: number }} Opened */

export class Resources {
  /** @param {import('../reader/portal.js').Portal} portal */
  constructor(portal) {
    this.portal = portal;
    /** @type {Map<string, Opened>} by name of the object, which changes with the content */
    this.opened = new Map();
    /** Counts the pages shown. */
    this.page = 0;
  }

  /**
   * @param {string} path
   * @returns {Opened}
   */
  open(path) {
    const { object, size } = this.portal.entry(path);
    let opened = this.opened.get(object);
    if (!opened) {
      opened = { url: this.#url(path, object, size), ready: '', page: 0 };
      this.opened.set(object, opened);
      opened.url.catch(() => this.opened.delete(object));
    }
    opened.page = this.page;
    return opened;
  }

  /**
   * @param {string} path
   * @param {string} object
   * @param {number} size
   */
  async #url(path, object, size) {
    if (size > LARGEST) throw new Failure('too-large', path);
    const blob = await this.portal.blob(path);
    // Text is UTF-8, which a browser does not know of a text without a charset.
    const type = blob.type.startsWith('text/') ? `${blob.type};charset=utf-8` : blob.type;
    const url = URL.createObjectURL(type === blob.type ? blob : new Blob([blob], { type }));
    const opened = this.opened.get(object);
    if (opened) opened.ready = url;
    return url;
  }

  /** What was opened for the page before, and not for this one, is let go. */
  sweep() {
    for (const [object, { page, ready }] of this.opened) {
      if (page === this.page || !ready) continue;
      URL.revokeObjectURL(ready);
      this.opened.delete(object);
    }
  }
}
