// What the test files of all engines have in common.

import { after, before } from 'node:test';
import { buildAgencies, onePageOfEachKind } from './portals.js';
import { serve } from './server.js';

/**
 * The agencies, built and served. Every test file has its own, so that it can run by itself.
 *
 * @param {{ watchErrors?: boolean }} [options] - see `serve`
 */
export async function publish(options) {
  const { agencies, root, remove } = await buildAgencies();
  const server = await serve(root, options);
  const portals = agencies.flatMap((agency) =>
    agency.portals.map((portal) => ({
      name: `${agency.name}/${portal.client}`,
      base: `${server.base}${agency.name}/${portal.locator}/`,
      portal,
    })),
  );
  const pages = portals.flatMap(({ name, base, portal }) =>
    portal.pages.map((page) => ({ ...page, name: `${name}: ${page.path}`, base })),
  );
  const fronts = agencies.flatMap(({ name, front }) =>
    front.map((page) => ({
      ...page,
      name: `${name}: ${page.path}`,
      base: `${server.base}${name}/`,
    })),
  );
  const chosen = new Set(agencies.flatMap(onePageOfEachKind).map(({ file }) => file));
  return {
    server,
    /** The pages in front of the portals, and every page of every portal. */
    pages: [...fronts, ...pages],
    /** The first page of every portal, and one page of each kind of every agency. */
    samples: pages.filter(({ file }) => chosen.has(file)),
    close: async () => {
      await server.close();
      await remove();
    },
  };
}

/**
 * A check gives what is wrong as sentences; a test fails with all of them at once.
 *
 * @param {string[]} wrong
 */
export function nothingWrong(wrong) {
  if (wrong.length === 0) return;
  const error = new Error(wrong.join('\n'));
  error.stack = error.message; // which line of the tests found it tells nothing
  throw error;
}

/**
 * A browser for the tests of the `describe` that calls this: there once they begin, and gone after them.
 *
 * @template {import('./engines/engine.js').Engine} E
 * @param {() => Promise<E>} open
 * @returns {() => E}
 */
export function openedHere(open) {
  /** @type {E} */
  let engine;
  before(async () => {
    engine = await open();
  });
  after(() => engine?.close());
  return () => engine;
}
