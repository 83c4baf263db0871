// The stage: a document of its own, without an origin, in a frame of an open portal. It is given the
// files of one prototype and shows a page of it; it has no key, and nothing of the portal.

import { address, mendedPage } from './page.js';
import { Files } from './places.js';
import { build } from './world.js';

/**
 * What the portal hands over.
 *
 * @typedef {object} Given
 * @property {string} page - which page is to be shown, from the prototype's folder
 * @property {string} anchor
 * @property {ReadonlyMap<string, Blob>} files
 */

/** @param {{ ready?: true, page?: string, anchor?: string, outside?: true }} message */
const tell = (message) => parent.postMessage({ stage: message }, '*');

/** @param {Given} given */
async function show({ page, anchor, files: blobs }) {
  const files = new Files(blobs);
  await address(files);
  const mended = mendedPage(await (blobs.get(page) ?? new Blob()).text(), page, files);
  document.open();
  const go = build({
    files,
    page,
    base: mended.base,
    show: (page, anchor) => tell({ page, anchor }),
    refuse: () => tell({ outside: true }),
  });
  const { refresh } = mended;
  if (refresh) setTimeout(() => go(refresh.link), refresh.delay * 1000);
  if (anchor)
    addEventListener('DOMContentLoaded', () => location.replace(`${location.href.replace(/#.*$/s, '')}#${encodeURIComponent(anchor)}`));
  document.write(mended.html);
  document.close();
}

// Without a sandbox around it, what it is given would run as a part of this host: then it does nothing.
if (window.origin === 'null') {
  addEventListener('message', ({ source, data }) => {
    if (source === parent && data?.files instanceof Map) void show(data);
  });
  tell({ ready: true });
}
