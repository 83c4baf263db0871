// What a prototype keeps while it is looked at. A document without an origin of its own has no
// storage and no cookies, and a script that asks for them ends in an error: so they are stood in for,
// under the frame's name, which goes from page to page with it and is gone when it is closed.

/** @param {string} kind */
function storage(kind) {
  /** @type {Map<string, string>} */
  const kept = new Map(Object.entries(all()[kind] ?? {}));
  const keep = () => {
    window.name = JSON.stringify({ ...all(), [kind]: Object.fromEntries(kept) });
  };
  return {
    get length() {
      return kept.size;
    },
    key: (/** @type {number} */ nth) => [...kept.keys()][nth] ?? null,
    getItem: (/** @type {string} */ key) => kept.get(String(key)) ?? null,
    setItem: (/** @type {string} */ key, /** @type {unknown} */ value) => {
      kept.set(String(key), String(value));
      keep();
    },
    removeItem: (/** @type {string} */ key) => {
      kept.delete(String(key));
      keep();
    },
    clear: () => {
      kept.clear();
      keep();
    },
  };
}

/** @returns {Record<string, Record<string, string>>} */
function all() {
  try {
    return JSON.parse(window.name);
  } catch {
    return {};
  }
}

/** Puts them in the browser's place. */
export function standInForStorage() {
  for (const kind of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, kind, { configurable: true, value: storage(kind) });
  const cookies = storage('cookies');
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get: () => Array.from({ length: cookies.length }, (_, nth) => cookies.getItem(`${cookies.key(nth)}`)).join('; '),
    set: (/** @type {string} */ text) => {
      const pair = String(text).split(';')[0] ?? '';
      const name = pair.split('=')[0] ?? '';
      if (/max-age=(0|-)/i.test(text)) cookies.removeItem(name);
      else cookies.setItem(name, pair);
    },
  });
  // There is none either; scripts that look for it first go on without.
  delete (/** @type {any} */ (Navigator.prototype).serviceWorker);
}
