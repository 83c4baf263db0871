// Whether everything that a page points to is there, in the portal's own folder.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Reference
 * @property {string} where - `img src`
 * @property {string} url - resolved
 */

/** Where a link may lead to besides the portal: nothing is asked for until somebody follows it. */
const AWAY = /^(https?|mailto|tel):/;

/** The bodies of pages that were looked up, as pages of a portal share most of their links. */
/** @typedef {Map<string, Promise<string | undefined>>} Known */

/**
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} base - URL of the portal's folder, `http:` or `file:`
 * @param {Known} known
 * @returns {Promise<string[]>} what is wrong
 */
export async function references(driver, base, known) {
  /** @type {Reference[]} */
  const found = await driver.executeScript(referencesOfPage);
  const wrong = await Promise.all(
    found.map(async ({ where, url }) => {
      if (!url.startsWith(base)) {
        const away = where === 'a href' && AWAY.test(url) && !url.startsWith(new URL(base).origin);
        return away || url.startsWith('data:') ? [] : [`${where} leaves the portal: ${url}`];
      }
      const [target = '', fragment] = url.split('#');
      if (!known.has(target)) known.set(target, bodyOf(target));
      const body = await known.get(target);
      if (body === undefined) return [`${where} leads nowhere: ${url}`];
      // After a `#`, a film names a time, and a picture a part of it.
      return !fragment || where !== 'a href' || hasId(body, decodeURIComponent(fragment))
        ? []
        : [`${where} names a place that its page has not: ${url}`];
    }),
  );
  return wrong.flat();
}

/** @param {string} url */
async function bodyOf(url) {
  if (url.startsWith('file:')) return readFile(fileURLToPath(url), 'latin1').catch(() => undefined);
  const response = await fetch(url, { redirect: 'error' });
  const body = await response.text();
  return response.ok ? body : undefined;
}

/**
 * @param {string} html
 * @param {string} id
 */
function hasId(html, id) {
  return html.includes(` id="${id}"`) || html.includes(` id=${id}`);
}

/** Runs in the page. */
function referencesOfPage() {
  /** @type {Reference[]} */
  const found = [];
  for (const attribute of ['href', 'src', 'poster', 'data', 'action', 'srcset']) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      const value = element.getAttribute(attribute) ?? '';
      const urls =
        attribute === 'srcset' ? value.split(',').map((one) => one.trim().split(/\s/)[0]) : [value];
      const where = `${element.localName} ${attribute}`;
      for (const url of urls) found.push({ where, url: new URL(url ?? '', document.baseURI).href });
    }
  }
  // A page that names no icon makes the browser ask for `/favicon.ico`, outside of the portal.
  if (!document.querySelector('link[rel~="icon"]')) {
    found.push({ where: 'icon', url: new URL('/favicon.ico', location.origin).href });
  }
  return found;
}
