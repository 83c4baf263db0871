// Opens one page and tells everything that is wrong with how it loaded.

import { setTimeout as sleep } from 'node:timers/promises';

/** The requests that are the tests' own doing, or never leave the browser. */
const HARMLESS =
  /^(data:|blob:|about:|chrome:|http:\/\/127\.0\.0\.1:\d+\/(policy-reports|page-errors\.js)$)/;

/**
 * @typedef {object} Visit
 * @property {import('./engines/engine.js').Engine} engine
 * @property {import('./server.js').Server} server
 * @property {string} base - URL of the portal's folder, with a slash at the end
 * @property {string} path - the page, from there
 */

/**
 * @param {Visit} visit
 * @returns {Promise<string[]>} what is wrong
 */
export async function load({ engine, server, base, path }) {
  server.requests();
  await engine.driver.get(new URL(path, base).href);
  // What a script does after the load event, and the icon of the tab, come a little later.
  await sleep(50);

  const asked = [...(await engine.requests()), ...server.requests()];
  const outside = asked.filter((url) => !url.startsWith(base) && !HARMLESS.test(url));
  return [
    ...(await engine.problems()).map((text) => `console: ${text}`),
    ...server.breaches().map((text) => `policy: ${text}`),
    ...[...new Set(outside)].map((url) => `asks outside of the portal for ${url.slice(0, 200)}`),
  ];
}
