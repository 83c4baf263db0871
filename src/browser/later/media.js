// What is large in a page: films and sound are played part by part where there is a worker for it,
// and everything else is fetched when it is asked for.

import { UNASKED } from '../shell/resources.js';
import { askFor } from './files.js';

/**
 * @typedef {import('../reader/failure.js').Kind} Kind
 * @typedef {import('../shell/session.js').Session} Session
 */

/**
 * @param {Session} session
 * @param {import('./streaming.js').Streaming} streaming
 * @param {Element} element
 * @param {string[]} paths - of the files that it shows
 * @param {() => void} load - fetches and shows them
 */
export async function showLarge(session, streaming, element, paths, load) {
  const { portal, resources } = session;
  const sizes = paths.map((path) => portal.entry(path).size);
  if (element instanceof HTMLMediaElement && (await streaming.ready())) {
    const tell = failuresOf(session, element);
    const films = paths.filter((path) => /^(audio|video)\//.test(portal.entry(path).type));
    try {
      for (const path of films) {
        const ready = await streaming.address(path, '', tell);
        const { object } = portal.entry(path);
        resources.opened.set(object, { url: Promise.resolve(ready), ready, page: resources.page });
      }
    } catch (error) {
      for (const part of [element, ...element.children]) part.removeAttribute('data-waiting');
      throw error;
    }
    load();
  } else if (Math.max(...sizes) > UNASKED) askFor(session, element, Math.max(...sizes), load);
  else load();
}

/**
 * Says why a film does not play. The element only knows that it does not, and only after the browser
 * has tried again for long; gives what is to be told how its requests ended.
 *
 * @param {Session} session
 * @param {HTMLMediaElement} element
 * @returns {(failure: Kind | undefined) => void}
 */
function failuresOf({ frame }, element) {
  /** @type {Kind | undefined} */
  let last;
  // Those of a `source` in it are heard too; they matter when there is none left.
  const failed = () => {
    if (!element.error && element.networkState !== HTMLMediaElement.NETWORK_NO_SOURCE) return;
    if (last || element.controls) frame.notice(last ?? 'unplayable');
  };
  element.addEventListener('error', () => setTimeout(failed), true);
  return (failure) => {
    last = failure;
    // Another try may reach a host, but mends nothing.
    if (last === 'damaged' || last === 'missing') frame.notice(last);
  };
}
