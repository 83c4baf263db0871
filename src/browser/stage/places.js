// Where things are in a prototype. It has no address of its own: its links are read as if its
// folder stood at the root of a host that does not exist.

/** Nothing can be asked for there (RFC 6761); it is the base of every page. */
export const INSIDE = 'https://prototype.invalid/';

/** @typedef {{ path: string, anchor: string }} Place */

/**
 * What a link means; nothing where it leads out of the prototype.
 *
 * @param {string} link - as it stands in a file, or as a script made it
 * @param {string} from - the path of the file, from the prototype's folder
 * @returns {Place | undefined}
 */
export function placeIn(link, from) {
  try {
    const base = INSIDE + encoded(from);
    let url = new URL(link, base);
    // A script that asked for `location` knows the stage's own address.
    const stage = globalThis.location && new URL(location.href);
    if (url.origin === stage?.origin) {
      const folder = new URL('.', stage).pathname;
      const own = url.pathname === stage.pathname;
      const path = url.pathname.startsWith(folder) ? url.pathname.slice(folder.length) : url.pathname;
      url = new URL((own ? '' : path) + url.hash, base);
    }
    if (!url.href.startsWith(INSIDE)) return undefined;
    return {
      path: decodeURIComponent(url.pathname.slice(1)).normalize('NFC'),
      anchor: decodeURIComponent(url.hash.slice(1)),
    };
  } catch {
    return undefined;
  }
}

/** @param {string} path */
export const encoded = (path) => path.split('/').map(encodeURIComponent).join('/');

/** A prototype's files: what there is, and the address under which the browser finds it. */
export class Files {
  /** @param {ReadonlyMap<string, Blob>} blobs - by path from the prototype's folder */
  constructor(blobs) {
    this.blobs = blobs;
    /** @type {Map<string, string>} a `blob:` address by path */
    this.urls = new Map();
    /** @type {Map<string, string>} a path by `blob:` address */
    this.paths = new Map();
  }

  /**
   * The file that a link means, where there is one: of a folder its `index.html`.
   *
   * @param {string} link
   * @param {string} from
   * @returns {Place | undefined}
   */
  find(link, from) {
    const place = placeIn(link, from);
    if (!place) return undefined;
    const { path, anchor } = place;
    const found = [path, `${path}index.html`, `${path}/index.html`].find((one) => this.blobs.has(one));
    return found === undefined ? undefined : { path: found, anchor };
  }

  /**
   * The address of what a link means, or the link as it was.
   *
   * @param {string} link
   * @param {string} from
   */
  url(link, from) {
    if (!link.trim() || link.startsWith('#')) return link;
    const place = this.find(link.trim(), from);
    const url = place && this.urls.get(place.path);
    return url ? url + (place.anchor && `#${encodeURIComponent(place.anchor)}`) : link;
  }

  /**
   * @param {string} path
   * @param {string} [text] - in the place of what the file holds
   */
  put(path, text) {
    const blob = this.blobs.get(path) ?? new Blob();
    const url = URL.createObjectURL(text === undefined ? blob : new Blob([text], { type: blob.type }));
    this.urls.set(path, url);
    this.paths.set(url, path);
    return url;
  }
}
