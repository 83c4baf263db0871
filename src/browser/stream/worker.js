// The service worker of a portal: gives the browser's own player and its downloads what they ask for,
// part by part, so that a film need not be in memory. It answers `stream/<token>` below its folder and
// lets everything else pass. It holds no key: which file a token stands for only the open page knows,
// and tells, each time. Without an open page there is nothing to be had from it.

import { kindOf } from '../reader/failure.js';
import { answer } from './answer.js';

/**
 * @typedef {object} Extendable
 * @property {(until: Promise<unknown>) => void} waitUntil
 *
 * @typedef {object} Fetching
 * @property {Request} request
 * @property {(response: Promise<Response>) => void} respondWith
 *
 * @typedef {object} Client
 * @property {string} url
 * @property {(message: unknown, transfer: Transferable[]) => void} postMessage
 *
 * @typedef {object} Worker - what of a `ServiceWorkerGlobalScope` is used here
 * @property {() => Promise<void>} skipWaiting
 * @property {{ scope: string }} registration
 * @property {{ claim: () => Promise<void>, matchAll: (which: object) => Promise<Client[]> }} clients
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (globalThis));
/** How long an open page may take to say what a token stands for, in milliseconds. */
const PATIENCE = 5_000;
/** How often a page hears that a stream goes on, whose answer keeps the browser from ending the worker. */
const BEAT = 5_000;

worker.addEventListener('install', () => void worker.skipWaiting());
worker.addEventListener('activate', (/** @type {Extendable} */ event) => event.waitUntil(worker.clients.claim()));
// A page that was loaded without its worker asks for it, and says now and then that it is there.
worker.addEventListener('message', (/** @type {Extendable & MessageEvent} */ event) => {
  if (event.data === 'claim') event.waitUntil(worker.clients.claim());
});
worker.addEventListener('fetch', (/** @type {Fetching} */ event) => {
  const { scope } = worker.registration;
  const { method, url, headers } = event.request;
  if (method !== 'GET' || !url.startsWith(`${scope}stream/`)) return;
  event.respondWith(respond(url.slice(scope.length + 7), headers.get('Range'), scope));
});

/**
 * @param {string} token
 * @param {string | null} range
 * @param {string} scope
 */
async function respond(token, range, scope) {
  const found = await ask(token, scope);
  if (!found) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } });
  const { file, port } = found;
  const beat = setInterval(() => port.postMessage('on'), BEAT);
  return answer(file, range, fetch, ({ error }) => {
    clearInterval(beat);
    port.postMessage(error ? kindOf(error) : 'end');
    port.close();
  });
}

/**
 * What a token stands for, from the page that made it. Only pages of this portal are asked.
 *
 * @param {string} token
 * @param {string} scope
 * @returns {Promise<{ file: import('./answer.js').File, port: MessagePort } | undefined>}
 */
async function ask(token, scope) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const answers = pages
    .filter(({ url }) => url.startsWith(scope))
    .map(async (page) => {
      const { port1: port, port2 } = new MessageChannel();
      /** @type {import('./answer.js').File | undefined} */
      const file = await new Promise((resolve) => {
        port.onmessage = ({ data }) => resolve(data);
        page.postMessage({ token }, [port2]);
        setTimeout(resolve, PATIENCE);
      });
      if (!file) throw port.close();
      return { file, port };
    });
  return Promise.any(answers).catch(() => undefined);
}
