// Films and large downloads by way of the portal's service worker (`stream/worker.js`): the page gives
// out an address with a random token, and tells the worker, when it asks, which file that is. Locked or
// closed, the page tells nothing any more.

import { labelled, u32, utf8 } from '../reader/bytes.js';
import { HEAD, Message } from '../reader/cobblestone.js';
import { Failure, kindOf } from '../reader/failure.js';
import { messageKey } from '../reader/keys.js';
import { isOlder } from '../reader/manifest.js';
import { asked, beginning, checkEnd } from '../reader/part.js';
import { trusted } from '../shell/trusted.js';

/**
 * @typedef {import('../reader/portal.js').Portal} Portal
 * @typedef {import('../reader/failure.js').Kind} Kind
 * @typedef {import('../stream/answer.js').File} File
 *
 * @typedef {object} Stream
 * @property {File} file
 * @property {(kind: Kind | undefined) => void} ended - how the last request for it ended
 */

/** How long a browser may take to get and start the worker, in milliseconds. */
const STARTING = 10_000;
/** How often is looked whether it has, in milliseconds. */
const LOOK = 50;

export class Streaming {
  /** @param {Portal} portal */
  constructor(portal) {
    this.portal = portal;
    /** @type {Map<string, Stream>} by token */
    this.streams = new Map();
    /** @type {Promise<boolean> | undefined} */
    this.started = undefined;
  }

  /**
   * Whether this page has a worker; the first time that this is asked, it is started. There is none in
   * the private windows of some browsers, nor where storage is blocked.
   */
  ready() {
    this.started ??= start((event) => this.#tell(event)).catch((error) => {
      console.info(String(error));
      return false;
    });
    return this.started;
  }

  /**
   * The address of a file, where there is a worker.
   *
   * @param {string} path
   * @param {string} name - under which it is put on disk; empty where it is played in the page
   * @param {(kind: Kind | undefined) => void} ended - told how each request for it ended
   */
  async address(path, name, ended) {
    const file = await this.#file(path, name);
    const random = crypto.getRandomValues(new Uint8Array(16));
    const token = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    this.streams.set(token, { file, ended });
    return `stream/${token}`;
  }

  /**
   * What the worker needs of a file. Its head is checked here, once, and where it ends. Where it is gone the
   * portal was published since; an older state than this was not, and is refused.
   *
   * @param {string} path
   * @param {string} name
   * @returns {Promise<File>}
   */
  async #file(path, name) {
    try {
      return await this.#opened(path, name);
    } catch (error) {
      if (kindOf(error) !== 'missing') throw error;
    }
    const { portal } = this;
    const now = await portal.load(true);
    if (isOlder(now, portal.slot.epoch, portal.manifest.sequence)) throw new Failure('rollback', path);
    Object.assign(portal, now);
    return this.#opened(path, name);
  }

  /**
   * @param {string} path
   * @param {string} name
   * @returns {Promise<File>}
   */
  async #opened(path, name) {
    const { object, type, size, stored, encoding } = this.portal.entry(path);
    const { portal, key, epoch } = this.portal.slot;
    const objects = await messageKey(key, 'keyfolio/v1/object');
    const context = labelled('keyfolio/v1/object', portal, u32(epoch), utf8(path));
    const url = new URL(`objects/${object}`, location.href).href;
    const get = (/** @type {number} */ from, /** @type {number} */ to, /** @type {AbortSignal} */ signal) =>
      fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` }, cache: 'no-store', signal });
    const abort = new AbortController();
    const { body } = await asked(get, 0, HEAD, abort);
    const message = await Message.open(objects, context, await beginning(body, HEAD));
    abort.abort();
    await checkEnd({ message, stored, get });
    return { url, key: message.key, nonce: message.nonce, size, stored, encoding, type, name };
  }

  /** @param {MessageEvent} event */
  #tell({ data, ports: [port] }) {
    const stream = this.streams.get(data?.token);
    port?.postMessage(stream?.file);
    if (!port || !stream) return;
    port.onmessage = ({ data }) => {
      // A word to the worker keeps the browser from ending it.
      if (data === 'on') navigator.serviceWorker.controller?.postMessage('on');
      else stream.ended(data === 'end' ? undefined : data);
    };
  }
}

/**
 * Starts the worker, and waits until this page's requests go through it.
 *
 * @param {(event: MessageEvent) => void} tell
 */
async function start(tell) {
  const container = navigator.serviceWorker;
  if (!container) return false;
  const script = trusted.createScriptURL('sw.js');
  const registration = await container.register(script, { scope: './', updateViaCache: 'none' });
  container.addEventListener('message', tell);
  container.startMessages();
  // Looked for again and again: an event that comes before what it tells of does not come a second time.
  for (let waited = 0; waited < STARTING; waited += LOOK) {
    const { active } = registration;
    if (active && active === container.controller) return true;
    // One that is there already has no reason to take a page that was loaded without it.
    active?.postMessage('claim');
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  throw new Error('the service worker does not start');
}
