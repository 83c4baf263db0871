// Opens one page and tells everything that is wrong with how it loaded.

import { setTimeout as sleep } from 'node:timers/promises';

/** The requests that are the tests' own doing, or that never leave the browser. */
const HARMLESS =
  /^((data|blob|about|chrome|chrome-extension):|http:\/\/127\.0\.0\.1:\d+\/(policy-reports|page-(errors|bare)\.js)$)/;

/**
 * @typedef {object} Visit
 * @property {import('./engines/engine.js').Engine} engine
 * @property {import('./server.js').Server} server
 * @property {string} base - URL of the portal's folder, with a slash at the end
 * @property {string} path - the page, from there
 */

/** The portal that was open before: the icon of its tab may be asked for late. */
let baseBefore = '';

/**
 * @param {Visit} visit
 * @returns {Promise<string[]>} what is wrong
 */
export async function load(visit) {
  const { engine, base, path } = visit;
  await complaints(visit); // those of the page before
  await engine.driver.get(new URL(path, base).href);
  // What a script does after the load event, and the icon of the tab, come a little later.
  await sleep(50);
  const found = await complaints(visit);
  baseBefore = base;
  return found;
}

/**
 * Goes on with the page that was opened just now; opens it where that was another.
 *
 * @param {import('selenium-webdriver').WebDriver} driver
 * @param {string} url
 */
export async function onPage(driver, url) {
  if ((await driver.getCurrentUrl()) !== url) await driver.get(url);
}

/**
 * What the console said, what the policy refused, and what was asked for outside of the portal,
 * since the last call.
 *
 * @param {Visit} visit
 * @returns {Promise<string[]>} what is wrong
 */
export async function complaints({ engine, server, base }) {
  const asked = [...(await engine.requests()), ...server.requests()];
  const inside = [base, baseBefore].filter((one) => one !== '');
  const outside = asked.filter(
    (url) => !HARMLESS.test(url) && !inside.some((one) => url.startsWith(one)),
  );
  return [
    ...(await engine.problems()).map((text) => `console: ${text}`),
    ...server.breaches().map((text) => `policy: ${text}`),
    ...[...new Set(outside)].map((url) => `asks outside of the portal for ${url.slice(0, 200)}`),
  ];
}
