// One page: taken apart before the browser can ask for anything in it, put into the document, and
// given its pictures, films and files. No `document.write`, and nothing of it is ever run.

import { enhance } from '../enhance.js';
import { fileOf, leadsOut, placeOf, routeOf } from './addresses.js';
import { SHOWN, UNASKED } from './resources.js';
import { trusted } from './trusted.js';

/**
 * @typedef {object} Shown
 * @property {Element} element
 * @property {string} attribute
 * @property {string} value - as it stood in the page
 * @property {string[]} paths - the files that it names
 */

/** What loads by itself, and where it says from where. */
const LOADS = /** @type {const} */ ([
  ['img', 'src'],
  ['img', 'srcset'],
  ['source', 'src'],
  ['source', 'srcset'],
  ['video', 'src'],
  ['video', 'poster'],
  ['audio', 'src'],
  ['track', 'src'],
  ['iframe', 'src'],
  ['input', 'src'],
  ['image', 'href'],
]);
const SAFE = /^(https?|mailto|tel|sms):/i;

export class Page {
  /**
   * @param {string} html
   * @param {string} path
   * @param {ReadonlyMap<string, import('../reader/manifest.js').Entry>} files
   */
  constructor(html, path, files) {
    this.path = path;
    this.files = files;
    this.document = new DOMParser().parseFromString(trusted.createHTML(html), 'text/html');
    /** Paths and media of the style sheets, in their order. */
    this.sheets = this.#links('link[rel="stylesheet"][href]').map((link) => ({
      path: this.#inside(link.getAttribute('href')) ?? '',
      media: link.media,
    }));
    /** The icon of the tab. */
    this.icon = this.#links('link[rel="icon"][href]').map((link) => this.#inside(link.getAttribute('href')))[0];
    for (const object of this.document.querySelectorAll('object, embed')) this.#frame(object);
    this.shown = LOADS.flatMap(([tag, attribute]) => this.#takeOut(tag, attribute));
    for (const link of this.document.querySelectorAll('a[href], area[href]')) this.#route(link);
    for (const out of this.document.querySelectorAll('script, style, base, meta, link, [srcdoc], use:not([href^="#"])')) out.remove();
    for (const old of this.document.querySelectorAll('[background]')) old.removeAttribute('background');
  }

  /**
   * Puts the page into the document that is open, in front of `frame`.
   *
   * @param {Element} frame
   * @param {CSSStyleSheet[]} sheets
   */
  adopt(frame, sheets) {
    const { documentElement: root, body, title } = this.document;
    document.adoptedStyleSheets = sheets;
    takeAttributes(document.documentElement, root);
    takeAttributes(document.body, body);
    for (const child of [...document.body.childNodes]) if (child !== frame) child.remove();
    if (!frame.isConnected) document.body.append(frame);
    frame.before(...body.childNodes);
    document.title = title;
    enhance();
  }

  /**
   * Gives the page what it shows: at once, or what is marked as lazy, and all that is played or
   * embedded, when it comes into view; what is large, another way.
   *
   * @param {import('./resources.js').Resources} resources
   * @param {(element: Element, paths: string[], load: () => void) => void} large
   * @param {(error: unknown) => void} failed
   */
  fill(resources, large, failed) {
    /** @type {Map<Element, Shown[]>} */
    const groups = new Map();
    for (const one of this.shown) {
      // Those of one picture together, or the wrong one would flash up.
      const whole = one.element.closest('picture, video, audio') ?? one.element;
      groups.set(whole, [...(groups.get(whole) ?? []), one]);
    }
    /** @type {Map<Element, () => void>} */
    const later = new Map();
    const observer = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) {
          if (!isIntersecting) continue;
          observer.unobserve(target);
          later.get(target)?.();
        }
      },
      { rootMargin: '50%' },
    );
    for (const [element, parts] of groups) {
      const load = () =>
        void give(parts, this.path, resources).catch((error) => {
          for (const { element } of parts) element.removeAttribute('data-waiting');
          failed(error);
        });
      const paths = parts.flatMap((part) => part.paths);
      const image = element.matches('picture, img');
      const lazy = !image || element.matches('[loading="lazy"], :has([loading="lazy"])');
      // Films and sound beyond one MiB are fetched in parts where that is possible.
      const most = image ? Infinity : element.matches('video, audio') ? 2 ** 20 : UNASKED;
      const isLarge = paths.some((path) => (this.files.get(path)?.size ?? 0) > most);
      if (!lazy || ready(parts, resources)) load();
      else {
        later.set(element, isLarge ? () => large(element, paths, load) : load);
        observer.observe(element);
      }
    }
    return () => observer.disconnect();
  }

  /** @param {string} selector */
  #links(selector) {
    return /** @type {HTMLLinkElement[]} */ ([...this.document.querySelectorAll(selector)]);
  }

  /** @param {string | null} link */
  #inside(link) {
    return fileOf(link, this.path, this.files);
  }

  /**
   * Takes out what would load, unless it leads out of the portal: to be given when it is opened, or
   * for good where it names no file, or a frame's would be a document that is the portal's own.
   *
   * @param {string} tag
   * @param {string} attribute
   * @returns {Shown[]}
   */
  #takeOut(tag, attribute) {
    return [...this.document.querySelectorAll(`${tag}[${attribute}]`)].flatMap((element) => {
      const value = element.getAttribute(attribute) ?? '';
      const inside = sources(attribute, value).filter((link) => !leadsOut(link, this.path));
      if (inside.length === 0) return [];
      element.removeAttribute(attribute);
      const paths = inside.map((link) => this.#inside(link) ?? '');
      const runs = (/** @type {string} */ path) => tag === 'iframe' && !SHOWN.test(this.files.get(path)?.type ?? '');
      if (paths.some((path) => !path || runs(path))) return [];
      element.setAttribute('data-waiting', '');
      return [{ element, attribute, value, paths }];
    });
  }

  /**
   * PDFs are shown in frames: an `object` could also be made to run something, so that Trusted
   * Types would refuse it. Where the browser has no viewer, what the page has for that stays.
   *
   * @param {Element} object
   */
  #frame(object) {
    const path = this.#inside(object.getAttribute('data') ?? object.getAttribute('src'));
    const pdf = this.files.get(path ?? '')?.type === 'application/pdf';
    const frame = this.document.createElement(pdf && navigator.pdfViewerEnabled ? 'iframe' : 'div');
    for (const { name, value } of object.attributes) if (!/^(data|src|type)$/.test(name)) frame.setAttribute(name, value);
    if (frame.localName === 'div') frame.append(...object.childNodes);
    else {
      frame.setAttribute('src', object.getAttribute('data') ?? object.getAttribute('src') ?? '');
      frame.setAttribute('title', object.getAttribute('aria-label') ?? path ?? '');
      frame.classList.add('portal-pdf');
    }
    object.replaceWith(frame);
  }

  /** @param {Element} link */
  #route(link) {
    const href = link.getAttribute('href') ?? '';
    const place = placeOf(href, this.path);
    // A skip link is known by its plain anchor, to people's tools too.
    if (href.startsWith('#') && link === this.document.querySelector('a')) return;
    if (place && this.files.has(place.path)) link.setAttribute('href', routeOf(place));
    else if (!SAFE.test(href)) link.removeAttribute('href');
  }
}

/**
 * The addresses in an attribute: in `srcset` there are several, each with what it is for.
 *
 * @param {string} attribute
 * @param {string} value
 */
function sources(attribute, value) {
  if (attribute !== 'srcset') return [value];
  return value.split(/,\s+/).map((candidate) => candidate.trim().split(/\s+/)[0] ?? '');
}

/**
 * @param {Shown[]} parts
 * @param {import('./resources.js').Resources} resources
 */
const ready = (parts, resources) =>
  parts.every(({ paths }) =>
    paths.every((path) => resources.opened.get(resources.portal.entry(path).object)?.ready),
  );

/**
 * @param {Shown[]} parts
 * @param {string} from
 * @param {import('./resources.js').Resources} resources
 */
async function give(parts, from, resources) {
  /** @type {Map<string, string>} */
  const urls = new Map();
  const paths = [...new Set(parts.flatMap((part) => part.paths))];
  if (!ready(parts, resources)) await Promise.all(paths.map((path) => resources.open(path).url));
  for (const path of paths) urls.set(path, resources.open(path).ready);
  for (const { element, attribute, value } of parts) {
    const given = sources(attribute, value).reduce((text, link) => {
      const path = placeOf(link, from)?.path ?? '';
      return text.replace(link, () => urls.get(path) ?? link);
    }, value);
    element.setAttribute(attribute, given);
    element.removeAttribute('data-waiting');
  }
}

/**
 * @param {Element} to
 * @param {Element} from
 */
function takeAttributes(to, from) {
  for (const { name } of [...to.attributes]) to.removeAttribute(name);
  // What would run is refused by the policy anyway, and by Trusted Types with an error.
  for (const { name, value } of from.attributes) if (!/^(on|style$)/.test(name)) to.setAttribute(name, value);
}
