// An open portal: which page is shown, and how one comes to the next.

import { kindOf } from '../reader/failure.js';
import { isPage, placeAt, routeOf } from './addresses.js';
import { loadLater } from './later.js';
import { Page } from './page.js';
import { Resources } from './resources.js';
import { Sheets } from './sheets.js';

/**
 * @typedef {import('./addresses.js').Place} Place
 * @typedef {import('../reader/portal.js').Portal} Portal
 */

const UNKNOWN_PAGE = '404.html';

export class Session {
  /**
   * @param {Portal} portal
   * @param {import('../reader/keys.js').Way} way - that led into it
   * @param {import('./frame.js').Frame} frame
   */
  constructor(portal, way, frame) {
    this.portal = portal;
    this.way = way;
    this.frame = frame;
    /** @type {Promise<import('./later.js').Later> | undefined} */
    this.loading = undefined;
    this.resources = new Resources(portal);
    this.sheets = new Sheets(portal);
    /** @type {Map<string, Promise<string>>} by object */
    this.texts = new Map();
    /** @type {Page | undefined} */
    this.page = undefined;
    /** Counts what was asked for: only the last one is shown. */
    this.asked = 0;
    /** @type {Map<string, number>} how far down each entry of the history was scrolled */
    this.scrolled = new Map();
    this.entry = '';
    this.leave = () => {};
  }

  /** Shows the page that the address names, and follows links from then on. */
  async start() {
    history.scrollRestoration = 'manual';
    this.entry = history.state?.entry ?? crypto.randomUUID();
    this.scrolled.set(this.entry, Number(history.state?.y ?? 0));
    // They are needed by the first page: fetched with it, and not after it.
    for (const [path, { type }] of this.portal.manifest.entries)
      if (type === 'text/css' && !path.startsWith('files/')) void this.sheets.sheet(path, '').catch(() => {});
    await this.#show(this.#place(location.hash));
    history.replaceState({ entry: this.entry }, '', location.hash || '#/');
    addEventListener('popstate', () => void this.#back());
    addEventListener('pagehide', () => history.replaceState({ entry: this.entry, y: scrollY }, ''));
    document.addEventListener('click', (event) => this.#click(event));
    for (const type of /** @type {const} */ (['pointerover', 'pointerdown', 'focusin']))
      document.addEventListener(type, (event) => this.#expect(event.target), { passive: true });
    void this.#later(() => {});
  }

  /** @param {string} route */
  #place(route) {
    const { entries, start } = this.portal.manifest;
    const place = placeAt(route, entries, start);
    if (isPage(place.path, entries.get(place.path))) return place;
    return { path: entries.has(UNKNOWN_PAGE) ? UNKNOWN_PAGE : start, anchor: '' };
  }

  /** @param {Element} link */
  #target(link) {
    const href = link.getAttribute('href') ?? '';
    const { entries, start } = this.portal.manifest;
    if (href.startsWith('#/')) return placeAt(href, entries, start);
    return { path: this.page?.path ?? start, anchor: href.slice(1) };
  }

  /**
   * @param {Place} place
   * @param {number} [y] - how far down to scroll; where the anchor is, unless given
   */
  async #show({ path, anchor }, y) {
    const asked = ++this.asked;
    const same = path === this.page?.path;
    if (!same) {
      const page = new Page(await this.#text(path), path, this.portal.manifest.entries);
      const sheets = page.sheets.filter((sheet) => sheet.path);
      const made = await Promise.all(sheets.map((one) => this.sheets.sheet(one.path, one.media)));
      if (asked !== this.asked) return;
      this.leave();
      this.resources.sweep();
      this.resources.page += 1;
      page.adopt(this.frame.root, made);
      const failed = (/** @type {unknown} */ error) => this.fail(error);
      this.leave = page.fill(this.resources, (...large) => void this.#later((later) => later.large(...large)), failed);
      this.page = page;
      const prototype = /** @type {HTMLIFrameElement | null} */ (document.querySelector('[data-prototype]'));
      if (prototype) void this.#later((later) => later.showPrototype(prototype));
      this.frame.say(document.title);
      if (page.icon) void this.#later((later) => later.icon(page.icon));
    }
    this.#arrive(anchor, y, same);
  }

  /**
   * Where the eye, the keyboard and the screen reader are after a step.
   *
   * @param {string} anchor
   * @param {number | undefined} y
   * @param {boolean} same - page as before
   */
  #arrive(anchor, y, same) {
    for (const old of document.querySelectorAll('[data-target]')) old.removeAttribute('data-target');
    const target = anchor ? document.getElementById(anchor) : null;
    target?.setAttribute('data-target', '');
    const place = target ?? (same ? null : document.querySelector('main, h1'));
    if (place instanceof HTMLElement) {
      if (!place.matches('a[href], button, input, [tabindex]')) place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
    if (target && y === undefined) target.scrollIntoView();
    else scrollDownTo(y ?? 0);
  }

  /** @param {Place} place */
  async #go(place) {
    try {
      await this.#text(place.path);
      this.scrolled.set(this.entry, scrollY);
      this.entry = crypto.randomUUID();
      history.pushState({ entry: this.entry }, '', routeOf(place));
      this.frame.clear();
      await this.#show(place);
    } catch (error) {
      this.fail(error);
    }
  }

  async #back() {
    this.scrolled.set(this.entry, scrollY);
    this.entry = history.state?.entry ?? crypto.randomUUID();
    if (!history.state) history.replaceState({ entry: this.entry }, '');
    try {
      await this.#show(this.#place(location.hash), this.scrolled.get(this.entry));
    } catch (error) {
      this.fail(error);
    }
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = linkOf(event.target);
    const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || modified || event.defaultPrevented) return;
    event.preventDefault();
    const { entries } = this.portal.manifest;
    const place = this.#target(link);
    if (isPage(place.path, entries.get(place.path))) void this.#go(place);
    else void this.#openFile(link, place.path);
  }

  /**
   * A page that a link leads to is opened as soon as the pointer or the focus is on it.
   *
   * @param {EventTarget | null} target
   */
  #expect(target) {
    const link = linkOf(target);
    if (!link) return;
    const { path } = this.#target(link);
    if (isPage(path, this.portal.manifest.entries.get(path))) this.#text(path).catch(() => {});
  }

  /**
   * Does something that the second script brings, which is here by then or is waited for.
   *
   * @param {(later: import('./later.js').Later) => unknown} act
   */
  async #later(act) {
    this.loading ??= loadLater(this);
    try {
      await act(await this.loading);
    } catch (error) {
      if (kindOf(error) === 'offline') this.loading = undefined;
      this.fail(error);
    }
  }

  /**
   * @param {Element} link
   * @param {string} path
   */
  async #openFile(link, path) {
    link.setAttribute('aria-busy', 'true');
    await this.#later((later) => later.openFile(link, path));
    link.removeAttribute('aria-busy');
  }

  /** @param {string} path */
  #text(path) {
    const { object } = this.portal.entry(path);
    const text = this.texts.get(object) ?? this.portal.bytes(path).then((bytes) => new TextDecoder().decode(bytes));
    this.texts.set(object, text);
    text.catch(() => this.texts.delete(object));
    return text;
  }

  /** @param {unknown} error */
  fail(error) {
    const kind = kindOf(error);
    // What was under way when the page was left says so too.
    if (kind !== 'offline') console.error(error);
    this.frame.notice(kind);
  }
}

/**
 * Scrolls, and goes on while the page still grows by its pictures, until the person takes over.
 *
 * @param {number} y
 */
function scrollDownTo(y) {
  const scroll = () => scrollTo({ top: y, behavior: 'instant' });
  scroll();
  if (scrollY >= y - 1) return;
  const growing = new ResizeObserver(scroll);
  growing.observe(document.body);
  const stop = () => growing.disconnect();
  for (const type of ['wheel', 'touchstart', 'keydown', 'pointerdown', 'popstate'])
    addEventListener(type, stop, { once: true, passive: true });
  setTimeout(stop, 3000);
}

/** @param {EventTarget | null} target */
const linkOf = (target) => (target instanceof Element ? target.closest('a[href^="#"]') : null);
