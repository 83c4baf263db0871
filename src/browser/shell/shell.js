// The way in: from the address and maybe a code to an open portal, or to a sentence that says what
// keeps it shut. The secret of the link leaves the address before anything else is done.

import { linkSecret, normalisedCode } from '../reader/code.js';
import { Failure } from '../reader/failure.js';
import { rootOf } from '../reader/keys.js';
import { Portal, readHeader } from '../reader/portal.js';
import { Frame } from './frame.js';
import { get, supported, takeFragment } from './host.js';
import { Lock } from './lock.js';
import { Session } from './session.js';
import { forgetRoot, mayRemember, rememberRoot, rememberedRoot } from './remembered.js';
import { olderThanSeen } from './seen.js';
import { loadWords } from './words.js';

/**
 * @typedef {import('../reader/bytes.js').Bytes} Bytes
 * @typedef {import('../reader/header.js').Header} Header
 */

const fragment = takeFragment();
const listed = document.currentScript?.dataset['words'] ?? '';

/**
 * @typedef {object} Opened
 * @property {Portal} portal
 * @property {CryptoKey} root
 */

/**
 * @param {Header} header
 * @param {(header: Header) => Promise<CryptoKey>} rootUnder
 * @returns {Promise<Opened>}
 */
async function openPortal(header, rootUnder) {
  try {
    const root = await rootUnder(header);
    return { root, portal: await Portal.open(get, header, root) };
  } catch (error) {
    if (!(error instanceof Failure && error.kind === 'damaged')) throw error;
    // What does not open may be a copy from before the portal was published.
    const fresh = await readHeader(get, true);
    const root = await rootUnder(fresh);
    return { root, portal: await Portal.open(get, fresh, root, true) };
  }
}

/**
 * Opens with the key that is kept on this device, where there is one that still fits.
 *
 * @param {Header} header
 * @returns {Promise<Opened | undefined>}
 */
async function openRemembered(header) {
  const root = await rememberedRoot();
  if (!root) return undefined;
  try {
    return await openPortal(header, async () => root);
  } catch (error) {
    if (!(error instanceof Failure && error.kind.startsWith('wrong-'))) throw error;
    await forgetRoot();
    return undefined;
  }
}

/**
 * Asks for what is missing until the portal is open; gives nothing where only the link will do.
 *
 * @param {Promise<Lock>} lockLater - a link needs no words, and does not wait for them
 * @returns {Promise<Opened | undefined>}
 */
async function unlocked(lockLater) {
  const header = await readHeader(get);
  const { mode } = header;
  const kept = fragment ? undefined : await openRemembered(header);
  if (kept) return kept;
  const secret = mode === 'code' ? undefined : linkSecret(fragment);
  if (mode !== 'code' && fragment && !secret) throw new Failure('wrong-link');
  if (mode !== 'code' && !secret) {
    (await lockLater).tell('use-link');
    return undefined;
  }
  for (;;) {
    try {
      /** @type {string | undefined} */
      let code;
      if (mode !== 'link') {
        const lock = await lockLater;
        code = normalisedCode(await lock.code());
        if (!code) throw new Failure('wrong-code');
        lock.busy('checking');
      }
      const opened = await openPortal(header, ({ mode, kdf }) => rootOf(mode, secret, code, kdf));
      secret?.fill(0);
      return opened;
    } catch (error) {
      if (mode === 'link' || !(await lockLater).failed(error)) throw error;
    }
  }
}

/** @param {Portal} portal */
function inTime({ slot: { expires } }) {
  const now = new Date();
  const day = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const today = `${now.getFullYear()}-${day(now.getMonth() + 1)}-${day(now.getDate())}`;
  if (expires && today > expires) throw new Failure('expired', expires, expires);
}

/** Everything is forgotten: the page begins again without a key. */
async function lockNow() {
  await forgetRoot();
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

/**
 * @param {Frame} frame
 * @param {CryptoKey} root
 */
function offerToRemember(frame, root) {
  const button = frame.button('remember', 'remember', async () => {
    button.remove();
    await rememberRoot(root).then(() => frame.notice('remembered'), console.error);
  });
}

async function begin() {
  const lockLater = loadWords(listed).then((words) => {
    const lock = new Lock(words);
    lock.busy('opening');
    return lock;
  });
  try {
    if (!isSecureContext) throw new Failure('insecure');
    if (!supported()) throw new Failure('unsupported');
    const opened = await unlocked(lockLater);
    if (!opened) return;
    const { portal, root } = opened;
    inTime(portal);
    const lock = await lockLater;
    lock.busy('opening');
    const frame = new Frame(lock.words, lockNow);
    if (mayRemember() && !(await rememberedRoot())) offerToRemember(frame, root);
    const session = new Session(portal, frame);
    await session.start();
    if (olderThanSeen(portal)) frame.notice('rollback');
  } catch (error) {
    console.error(error);
    // Without words there is what the page itself says when it does not start.
    (await lockLater).failed(error);
  }
}

// Another link that is opened in the same tab.
addEventListener('hashchange', () => {
  if (location.hash.length > 1 && !location.hash.startsWith('#/')) location.reload();
});

void begin();
