// A page's style sheets. They are constructed, which every engine allows under the policy, and
// what they show (fonts, pictures) is opened too.

import { fileOf, leadsOut } from './addresses.js';

const URLS = /url\(\s*("[^"]*"|'[^']*'|[^"')]*)\s*\)/gi;
const IMPORTS = /@import\s+(?:url\(\s*)?["']?([^"')]+)["']?\s*\)?([^;]*);/gi;

export class Sheets {
  /**
   * @param {import('../reader/portal.js').Portal} portal
   */
  constructor(portal) {
    this.portal = portal;
    /** @type {Map<string, Promise<CSSStyleSheet>>} by object and media */
    this.made = new Map();
    /** @type {Map<string, Promise<string>>} addresses of fonts and pictures; kept until the lock */
    this.shown = new Map();
  }

  /**
   * @param {string} path
   * @param {string} media
   */
  async sheet(path, media) {
    const key = `${this.portal.entry(path).object} ${media}`;
    const made = this.made.get(key) ?? this.#make(path, media);
    this.made.set(key, made);
    made.catch(() => this.made.delete(key));
    return made;
  }

  /**
   * @param {string} path
   * @param {string} media
   */
  async #make(path, media) {
    const text = await this.#text(path, 0);
    const sheet = new CSSStyleSheet({ media });
    /** @type {Map<string, string>} */
    const urls = new Map();
    for (const [, link = ''] of text.matchAll(URLS)) if (this.#inside(link)) urls.set(link, '');
    const put = () => sheet.replaceSync(text.replace(URLS, (all, link) => (urls.has(link) ? `url("${urls.get(link)}")` : all)));
    put();
    // The page does not wait for its fonts.
    void Promise.all(
      [...urls.keys()].map(async (link) => urls.set(link, await this.url(this.#inside(link) ?? ''))),
    ).then(() => urls.size > 0 && put(), () => {});
    return sheet;
  }

  /**
   * The text of a sheet, in it those that it imports. Links are made into `portal:` ones from the
   * portal's root, so that it no longer matters where they stood; those to no file lead nowhere.
   *
   * @param {string} path
   * @param {number} depth
   * @returns {Promise<string>}
   */
  async #text(path, depth) {
    const bytes = await this.portal.bytes(path);
    const { entries } = this.portal.manifest;
    let text = new TextDecoder().decode(bytes).replace(/:target(?![\w-])/g, '[data-target]');
    for (const [statement, link = '', condition = ''] of text.matchAll(IMPORTS)) {
      const file = fileOf(link, path, entries);
      if (!file || depth > 8) continue;
      const imported = await this.#text(file, depth + 1);
      const media = condition.trim();
      text = text.replace(statement, () => (media ? `@media ${media} {${imported}}` : imported));
    }
    return text.replace(URLS, (all, link) => {
      if (/^(portal:|data:|$)/i.test(bare(link)) || leadsOut(bare(link), path)) return all;
      const file = fileOf(bare(link), path, entries);
      return `url("${file ? `portal:${encodeURI(file)}` : ''}")`;
    });
  }

  /** @param {string} link */
  #inside(link) {
    const [, path] = /^portal:(.*)$/.exec(bare(link)) ?? [];
    return path && decodeURI(path);
  }

  /** @param {string} path */
  url(path) {
    const { object } = this.portal.entry(path);
    const url = this.shown.get(object) ?? this.portal.blob(path).then((blob) => URL.createObjectURL(blob));
    this.shown.set(object, url);
    return url;
  }
}

/** @param {string} link - maybe in quotes */
const bare = (link) => link.trim().replace(/^["']|["']$/g, '');
