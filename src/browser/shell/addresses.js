// Links between the files of a portal, which in a sealed one are no addresses that a browser could
// ask for. Inside the shell a page is `#/updates/kickoff`, an anchor on it `#/updates/kickoff#plan`.

const INSIDE = 'https://portal.invalid/';

/**
 * @typedef {object} Place
 * @property {string} path - of a file, from the portal's root
 * @property {string} anchor - the id of an element on it; empty for the page itself
 */

/**
 * What a link means; nothing where it leads out of the portal.
 *
 * @param {string} link - as it stands in the file
 * @param {string} from - the path of the file
 * @returns {Place | undefined}
 */
export function placeOf(link, from) {
  try {
    const url = new URL(link, INSIDE + encoded(from));
    if (!url.href.startsWith(INSIDE)) return;
    return { path: decodeURIComponent(url.pathname.slice(1)), anchor: decodeURIComponent(url.hash.slice(1)) };
  } catch {
    return;
  }
}

/**
 * The file that a link means; nothing where there is none.
 *
 * @param {string | null} link
 * @param {string} from
 * @param {ReadonlyMap<string, unknown>} files
 */
export function fileOf(link, from, files) {
  const path = placeOf(link ?? '', from)?.path ?? '';
  return files.has(path) ? path : undefined;
}

/**
 * Whether the browser may follow a link by itself. What stands in the portal, or cannot be read, would
 * be asked for by its name, which is nobody's business but the client's.
 *
 * @param {string} link
 * @param {string} from
 */
export const leadsOut = (link, from) => /^\s*(https?:)?\/\//i.test(link) && !placeOf(link, from);

/** @param {Place} place */
export const routeOf = ({ path, anchor }) =>
  `#/${encoded(path.replace(/(^|\/)index\.html$|\.html$/, '$1'))}${anchor && `#${encodeURIComponent(anchor)}`}`;

/**
 * What a route means, among the files that there are.
 *
 * @param {string} route - with the `#`; where it does not begin with `#/`, the start is meant
 * @param {ReadonlyMap<string, unknown>} files
 * @param {string} start
 * @returns {Place}
 */
export function placeAt(route, files, start) {
  if (!route.startsWith('#/') || route === '#/') return { path: start, anchor: '' };
  const { path, anchor } = placeOf(route.slice(2), '') ?? { path: '', anchor: '' };
  const named = [path, `${path}.html`, `${path}index.html`].find((name) => files.has(name));
  return { path: named ?? path, anchor };
}

/** @param {string} path */
const encoded = (path) => path.split('/').map(encodeURIComponent).join('/');

/**
 * Whether a file is shown as a page. What stands below `files/` is the agency's own: a web page
 * among it is given out as a file, and never shown as if it were the portal's.
 *
 * @param {string} path
 * @param {{ type: string } | undefined} entry
 */
export const isPage = (path, entry) => entry?.type === 'text/html' && !path.startsWith('files/');
