// Files that a page offers: shown, put on disk, or fetched only when they are asked for.

import { SHOWN } from '../shell/resources.js';

/** @typedef {import('../shell/session.js').Session} Session */

/**
 * Shows a file in a tab of its own where nothing in it can run, else puts it on disk.
 *
 * @param {Session} session
 * @param {Element} link
 * @param {string} path
 */
export async function openFile({ portal, resources }, link, path) {
  const opened = resources.open(path, true);
  const way = document.createElement('a');
  way.href = opened.ready || (await opened.url);
  if (!link.hasAttribute('download') && SHOWN.test(portal.entry(path).type))
    Object.assign(way, { target: '_blank', rel: 'noopener' });
  else way.download = link.getAttribute('download') || (path.split('/').at(-1) ?? path);
  way.click();
}

/**
 * Puts a button before something that is not fetched unasked.
 *
 * @param {Session} session
 * @param {Element} element
 * @param {number} size
 * @param {() => void} load
 */
export function askFor({ frame }, element, size, load) {
  const { say, lang, dir } = frame.words;
  const megabytes = new Intl.NumberFormat(lang, { maximumSignificantDigits: 2, style: 'unit', unit: 'megabyte' });
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'portal-load', lang, dir });
  button.textContent = say('load', { size: megabytes.format(size / 1e6) });
  button.onclick = () => {
    button.remove();
    load();
  };
  element.before(button);
}
