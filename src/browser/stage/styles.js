// Style sheets of a prototype: what they import and show is found under other addresses.

const LINKS =
  /(@import\s+)?(?:url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]*))\s*\)|(?<=@import\s+)(?:"([^"]*)"|'([^']*)'))/g;

/**
 * @param {string} css
 * @param {string} from - the path of the file in which it stands
 * @param {import('./places.js').Files} files
 */
export const mendedStyle = (css, from, files) =>
  css.replace(LINKS, (all, at = '', ...links) => {
    const link = links.slice(0, 5).find((one) => one !== undefined) ?? '';
    const url = files.url(link, from);
    return url === link ? all : `${at}url("${url}")`;
  });

/**
 * The style sheets that one imports.
 *
 * @param {string} css
 * @param {string} from
 * @param {import('./places.js').Files} files
 */
export function imported(css, from, files) {
  return [...css.matchAll(LINKS)].flatMap(([all, , ...links]) => {
    const link = links.find((one) => one !== undefined) ?? '';
    const place = /\.css([?#"')]|$)/i.test(all) ? files.find(link, from) : undefined;
    return place ? [place.path] : [];
  });
}
