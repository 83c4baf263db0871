// The way in: from the address and maybe a code to an open portal, or to a sentence that says what
// keeps it shut. The secret of the link leaves the address before anything else is done.

import { linkSecret, normalisedCode } from '../reader/code.js';
import { Failure, kindOf } from '../reader/failure.js';
import { rootOf } from '../reader/keys.js';
import { Portal, readHeader } from '../reader/portal.js';
import { Frame } from './frame.js';
import { get, reload, supported, takeFragment } from './host.js';
import { Lock } from './lock.js';
import { Session } from './session.js';
import { forgetRoot, rememberedRoot } from './remembered.js';
import { loadWords } from './words.js';

/**
 * @typedef {import('../reader/bytes.js').Bytes} Bytes
 * @typedef {import('../reader/header.js').Header} Header
 */

let fragment = takeFragment();
const listed = document.currentScript?.dataset['words'] ?? '';

/**
 * @typedef {object} Opened
 * @property {Portal} portal
 * @property {CryptoKey} root
 */

/** @param {unknown} error */
const isWrong = (error) => kindOf(error).startsWith('wrong-');

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
    if (kindOf(error) !== 'damaged' && !isWrong(error)) throw error;
    // What does not open may be a copy from before the portal was published; so may be a header
    // under which no slot is found.
    const fresh = await readHeader(get, true);
    if (isWrong(error) && String(fresh.digest) === String(header.digest)) throw error;
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
  if (!root) return;
  try {
    return await openPortal(header, async () => root);
  } catch (error) {
    if (!isWrong(error)) throw error;
    await forgetRoot();
    return;
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
  const secret = linkSecret(fragment);
  if (mode !== 'code' && fragment && !secret) throw new Failure('wrong-link');
  if (mode !== 'code' && !secret) {
    (await lockLater).tell('use-link');
    return;
  }
  for (;;) {
    /** @type {string | undefined} */
    let code;
    try {
      const opened = await openPortal(header, async ({ mode, kdf }) => {
        if (mode !== 'link' && !code) {
          const lock = await lockLater;
          code = normalisedCode(await lock.code());
          if (!code) throw new Failure('wrong-code');
          lock.busy('checking');
        }
        return rootOf(mode, secret, code, kdf);
      });
      secret?.fill(0);
      return opened;
    } catch (error) {
      if (!(await lockLater).failed(error)) throw error;
    }
  }
}

/**
 * The last day of access is a whole one where the person is.
 *
 * @param {Portal} portal
 */
function inTime({ slot: { expires } }) {
  if (expires && new Date(`${expires}T23:59:59`) < new Date()) throw new Failure('expired', expires, expires);
}

/** Everything is forgotten: the page begins again without a key. */
async function lockNow() {
  await forgetRoot();
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

async function begin() {
  const lockLater = loadWords(listed).then((words) => {
    const lock = new Lock(words, () => reload(fragment));
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
    await new Session(portal, root, frame).start();
    fragment = '';
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
