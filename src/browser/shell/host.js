// Where a portal's files come from: the folder that this page stands in.

/**
 * @param {string} path
 * @param {boolean} fresh
 */
export function get(path, fresh) {
  // An object never changes under its name; the manifest and the slots do. The header was asked
  // for by the page already, and is asked for again when a slot does not open under it.
  const kept = path.startsWith('objects/') ? 'force-cache' : 'no-cache';
  const cache = fresh ? 'reload' : path === 'header.json' ? 'default' : kept;
  return fetch(path, { cache, credentials: 'same-origin' });
}

/**
 * Takes what stands behind the `#` out of the address, out of the history entry and out of every
 * later referrer, where it may be a secret: what begins with `/` says which page is meant.
 */
export function takeFragment() {
  const fragment = location.hash.slice(1);
  if (!fragment || fragment.startsWith('/')) return '';
  history.replaceState(null, '', location.pathname + location.search);
  return fragment;
}

/**
 * Loads the page anew, with what was taken out of its address.
 *
 * @param {string} fragment
 */
export function reload(fragment) {
  if (fragment) history.replaceState(null, '', `#${fragment}`);
  location.reload();
}

/** Whether this browser has what opening a portal needs. */
export function supported() {
  try {
    new DecompressionStream('deflate-raw');
    return 'adoptedStyleSheets' in document && 'IntersectionObserver' in window;
  } catch {
    return false;
  }
}
