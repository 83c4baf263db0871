// Prototypes: a folder of files shown as a web site of its own, in a frame that is kept from the
// portal. The frame holds the stage (`stage/`), a document without an origin and with a policy of its
// own; what it is given are the files of that one folder, and what it may ask for is which of them
// is shown.

import { Failure } from '../reader/failure.js';

/** @typedef {{ page: string, anchor: string }} Shown - a page of the prototype, from its folder */

/** The stage's address; filled in when the portal is built. */
const STAGE = '{{stage}}';
/** They are all opened before the first page is shown, and held in memory. */
const LARGEST = 128 * 2 ** 20;
/** A prototype that moves faster than people do, in milliseconds, fills no history. */
const STEP = 400;

/**
 * @param {import('../shell/session.js').Session} session
 * @param {HTMLIFrameElement} element - names the first page as `data-prototype`
 */
export async function showPrototype({ portal, frame }, element) {
  const start = element.dataset['prototype'] ?? '';
  const folder = start.slice(0, start.lastIndexOf('/') + 1);
  const entries = [...portal.manifest.entries].filter(([path]) => path.startsWith(folder));
  if (!start.startsWith('files/') || !portal.manifest.entries.has(start)) throw new Failure('missing', start);
  if (entries.reduce((sum, [, { size }]) => sum + size, 0) > LARGEST) {
    frame.notice('prototype-large');
    return;
  }
  element.setAttribute('aria-busy', 'true');
  const opened = entries.map(async ([path]) => /** @type {const} */ ([path.slice(folder.length), await portal.blob(path)]));
  const files = new Map(await Promise.all(opened));
  if (element.isConnected) play(element, files, start.slice(folder.length), () => frame.notice('outside'));
}

/**
 * @param {HTMLIFrameElement} element
 * @param {ReadonlyMap<string, Blob>} files
 * @param {string} start
 * @param {() => void} refuse
 */
function play(element, files, start, refuse) {
  const route = location.hash;
  const left = new AbortController();
  const { signal } = left;
  const now = () => /** @type {Shown} */ (history.state?.prototype ?? { page: start, anchor: '' });
  let shown = now();
  let last = -STEP;
  const load = () => element.contentWindow?.location.replace(STAGE);

  addEventListener(
    'message',
    ({ source, origin, data }) => {
      if (source !== element.contentWindow || origin !== 'null' || !data?.stage) return;
      const { ready, page, anchor = '' } = data.stage;
      if (ready) {
        element.removeAttribute('aria-busy');
        // It has no origin that could be named here; what it gets is its own.
        element.contentWindow?.postMessage({ ...shown, files }, '*');
      } else if (typeof page === 'string' && typeof anchor === 'string' && files.has(page)) {
        shown = { page, anchor };
        const step = performance.now() - last > STEP ? 'pushState' : 'replaceState';
        last = performance.now();
        history[step]({ ...history.state, prototype: shown }, '', route);
        load();
      } else refuse();
    },
    { signal },
  );
  addEventListener(
    'popstate',
    () => {
      if (location.hash !== route) return;
      shown = now();
      load();
    },
    { signal },
  );
  const watched = new MutationObserver(() => {
    if (element.isConnected) return;
    left.abort();
    watched.disconnect();
  });
  watched.observe(document.body, { childList: true });
  // What is done inside of the frame is not seen here; that something is counts as use of the portal.
  const using = () => navigator.userActivation?.isActive && dispatchEvent(new Event('pointermove'));
  const looks = setInterval(using, 1000);
  signal.addEventListener('abort', () => clearInterval(looks));

  narrow();
  // As the theme's template has it, whatever a theme of somebody's own says.
  element.setAttribute('sandbox', 'allow-scripts allow-forms allow-modals');
  element.src = STAGE;
}

/**
 * From now on frames show no file of this host but the stage: another one might have no policy, and
 * a prototype could go there by itself.
 */
function narrow() {
  const policies = /** @type {NodeListOf<HTMLMetaElement>} */ (
    document.head.querySelectorAll('meta[http-equiv="Content-Security-Policy"]')
  );
  if (policies.length > 1) return;
  const { origin, pathname } = new URL(STAGE, location.href);
  const [, others = ''] = /frame-src 'self'([^;]*)/.exec(policies[0]?.content ?? '') ?? [];
  // A path that is encoded is not understood alike by all engines: there the folder above has to do.
  const path = pathname.replace(/[^/]*[%;,].*$/s, '');
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `frame-src ${origin}${path}${others}`;
  document.head.append(policy);
}
