// What a prototype's scripts find: a browser in which the files of the prototype can be asked for by
// the names that they have, and from which there is no other way than to its own pages.

import { Elements, LOADING } from './elements.js';
import { standInForStorage } from './keeping.js';
import { INSIDE, encoded } from './places.js';
import { STAGE } from './scripts.js';

/** Attributes that scripts set as properties. */
const PROPERTIES = /** @type {[{ prototype: Element }, string[]][]} */ ([
  [HTMLImageElement, ['src', 'srcset']],
  [HTMLScriptElement, ['src']],
  [HTMLMediaElement, ['src']],
  [HTMLVideoElement, ['poster']],
  [HTMLSourceElement, ['src', 'srcset']],
  [HTMLTrackElement, ['src']],
  [HTMLInputElement, ['src']],
  [HTMLEmbedElement, ['src']],
  [HTMLObjectElement, ['data']],
  [HTMLLinkElement, ['href']],
]);

/**
 * @typedef {object} World
 * @property {import('./places.js').Files} files
 * @property {string} page - the path of the page
 * @property {string} base - what its links are relative to
 * @property {(page: string, anchor: string) => void} show - asks for another page
 * @property {() => void} refuse - says that something leads out of the prototype
 */

/**
 * @param {World} world
 * @returns {(link: string) => void} what follows a link
 */
export function build(world) {
  const elements = new Elements(world.files, world.base);
  const go = (/** @type {string} */ link) => follow(link, world);
  standInForStorage();
  askInside(world);
  loadInside(elements, world);
  goInside(go);
  const place = {
    get href() {
      return INSIDE + encoded(world.page) + location.hash;
    },
    set href(link) {
      go(link);
    },
    assign: go,
    replace: go,
    reload: () => world.show(world.page, location.hash.slice(1)),
    toString: () => place.href,
  };
  const importer = (/** @type {string} */ from) => (/** @type {unknown} */ link) => {
    const found = world.files.find(String(link), from);
    return import(found ? INSIDE + encoded(found.path) : String(link));
  };
  const stage = { importer };
  Object.defineProperty(stage, 'location', { get: () => place, set: (link) => go(String(link)) });
  Object.defineProperty(window, STAGE, { value: stage });
  return go;
}

/**
 * @param {string} link
 * @param {World} world
 */
function follow(link, { files, page, base, show, refuse }) {
  const place = link.startsWith('#') ? { path: page, anchor: link.slice(1) } : files.find(link, base);
  if (!place || !/\.x?html?$/i.test(place.path)) refuse();
  else if (place.path === page && link.includes('#')) location.hash = place.anchor;
  else show(place.path, place.anchor);
}

/**
 * What scripts ask for by address.
 *
 * @param {World} world
 */
function askInside({ files, base }) {
  const address = (/** @type {unknown} */ link) => files.url(String(link), base);
  const inside = (/** @type {string} */ link) => new URL(link, document.baseURI).href.startsWith(INSIDE);
  const { fetch, XMLHttpRequest, Worker } = window;
  window.fetch = async (input, init) => {
    const link = input instanceof Request ? input.url : String(input);
    const url = address(link);
    if (url !== link) return fetch(url, init?.signal ? { signal: init.signal } : {});
    return inside(link) ? new Response('', { status: 404, statusText: 'Not Found' }) : fetch(input, init);
  };
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = /** @type {any} */ (
    /** @this {XMLHttpRequest} */
    function (/** @type {string} */ method, /** @type {unknown} */ link, /** @type {unknown[]} */ ...rest) {
      const url = address(link);
      return /** @type {any} */ (open).call(this, url === String(link) ? method : 'GET', url, ...(rest.length ? rest : [true]));
    }
  );
  window.Worker = class extends Worker {
    /**
     * @param {string | URL} link
     * @param {WorkerOptions} [options]
     */
    constructor(link, options) {
      super(address(link), options);
    }
  };
  window.Audio = /** @type {any} */ (
    function (/** @type {string} */ link = '') {
      const audio = document.createElement('audio');
      if (link) audio.src = link;
      return audio;
    }
  );
}

/**
 * What elements load that a script makes or changes.
 *
 * @param {Elements} elements
 * @param {World} world
 */
function loadInside(elements, { files }) {
  for (const [{ prototype }, names] of PROPERTIES)
    for (const name of names) {
      const { get, set, ...flags } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
      if (!get || !set) continue;
      Object.defineProperty(prototype, name, {
        ...flags,
        /** @this {Element} */
        get() {
          const value = get.call(this);
          const path = files.paths.get(value);
          return path === undefined ? value : INSIDE + encoded(path);
        },
        /** @this {Element} */
        set(value) {
          set.call(this, elements.value(this.localName, name, String(value)));
        },
      });
    }
  const { setAttribute } = Element.prototype;
  Element.prototype.setAttribute = function (name, value) {
    const lower = String(name).toLowerCase();
    setAttribute.call(this, name, LOADING.includes(lower) ? elements.value(this.localName, lower, String(value)) : value);
  };
  // What comes as text: `innerHTML`, and the styles of elements.
  new MutationObserver((records) => {
    for (const { target, addedNodes, attributeName } of records) {
      if (attributeName && target instanceof Element) elements.mend(target);
      for (const node of addedNodes) {
        if (target instanceof HTMLStyleElement) elements.mend(target);
        if (!(node instanceof Element)) continue;
        elements.mend(node);
        elements.mendAll(node);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: LOADING });
}

/**
 * The ways to another page.
 *
 * @param {(link: string) => void} go
 */
function goInside(go) {
  addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button) return;
    const [link] = event.composedPath().filter((one) => one instanceof Element && one.matches('a, area'));
    if (!(link instanceof Element)) return;
    const href = link.getAttribute('href') ?? link.getAttribute('xlink:href');
    if (href === null || /^\s*(javascript|blob|data):/i.test(href)) return;
    event.preventDefault();
    go(href.trim());
  });
  addEventListener('submit', (event) => {
    const { target, submitter } = event;
    if (event.defaultPrevented || !(target instanceof HTMLFormElement) || target.method === 'dialog') return;
    event.preventDefault();
    go(submitter?.getAttribute('formaction') ?? target.getAttribute('action') ?? '');
  });
  HTMLFormElement.prototype.submit = function () {
    go(this.getAttribute('action') ?? '');
  };
  window.open = (link) => {
    if (link) go(String(link));
    return null;
  };
  // An address of a page is not this document's to show.
  for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
    const method = History.prototype[name];
    History.prototype[name] = function (state, unused) {
      method.call(this, state, unused);
    };
  }
}
