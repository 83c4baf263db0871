// Files that a page offers: shown, put on disk, or fetched only when they are asked for.

import { SHOWN, UNASKED } from '../shell/resources.js';

/**
 * @typedef {import('../shell/session.js').Session} Session
 * @typedef {import('./streaming.js').Streaming} Streaming
 */

/**
 * Shows a file in a tab of its own where nothing in it can run, else puts it on disk. What is large
 * goes straight to the disk where the browser can do that.
 *
 * @param {Session} session
 * @param {Streaming} streaming
 * @param {Element} link
 * @param {string} path
 */
export async function openFile(session, streaming, link, path) {
  const { portal, resources } = session;
  const { size, type } = portal.entry(path);
  const name = link.getAttribute('download') || (path.split('/').at(-1) ?? path);
  if (size > UNASKED) {
    if (await byWorker(session, streaming, path, name)) return;
    if (await byPicker(session, path, name)) return;
  }
  const opened = resources.open(path, true);
  const way = document.createElement('a');
  way.href = opened.ready || (await opened.url);
  if (!link.hasAttribute('download') && SHOWN.test(type))
    Object.assign(way, { target: '_blank', rel: 'noopener' });
  else way.download = name;
  way.click();
}

/**
 * As a download of the browser's own, out of a frame: a page that goes to an address may be left.
 *
 * @param {Session} session
 * @param {Streaming} streaming
 * @param {string} path
 * @param {string} name
 */
async function byWorker({ frame }, streaming, path, name) {
  if (!(await streaming.ready())) return false;
  const way = document.createElement('iframe');
  way.hidden = true;
  way.src = await streaming.address(path, name, (failure) => {
    way.remove();
    if (failure) frame.notice(failure);
  });
  frame.root.append(way);
  return true;
}

/**
 * To where the person says. Nothing is there under that name before all of it is.
 *
 * @param {Session} session
 * @param {string} path
 * @param {string} name
 */
async function byPicker({ portal }, path, name) {
  const pick = /** @type {any} */ (window).showSaveFilePicker;
  if (!pick) return false;
  const file = await pick({ suggestedName: name }).catch((/** @type {Error} */ error) => error);
  if (file instanceof Error) return file.name === 'AbortError'; // the person thought better of it
  const disk = await file.createWritable();
  try {
    for await (const block of portal.read(path)) await disk.write(block);
    await disk.close();
  } catch (error) {
    await disk.abort().catch(() => {});
    throw error;
  }
  return true;
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
