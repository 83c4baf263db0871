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
import { olderThanSeen } from './seen.js';
import { loadWords } from './words.js';

/**
 * @typedef {import('../reader/bytes.js').Bytes} Bytes
 * @typedef {import('../reader/header.js').Header} Header
 */

const fragment = takeFragment();
const listed = document.currentScript?.dataset['words'] ?? '{}';

/**
 * @param {Header} header
 * @param {Bytes | undefined} secret
 * @param {string} [code] - normalised
 */
async function openPortal(header, secret, code) {
  const root = async () => rootOf(header.mode, secret, code, header.kdf);
  try {
    return await Portal.open(get, header, await root());
  } catch (error) {
    if (!(error instanceof Failure && error.kind === 'damaged')) throw error;
    // What does not open may be a copy from before the portal was published.
    header = await readHeader(get, true);
    return Portal.open(get, header, await root(), true);
  }
}

/**
 * Asks for what is missing until the portal is open; gives nothing where only the link will do.
 *
 * @param {Lock} lock
 */
async function unlocked(lock) {
  const header = await readHeader(get);
  const { mode } = header;
  const secret = mode === 'code' ? undefined : linkSecret(fragment);
  if (mode !== 'code' && fragment && !secret) throw new Failure('wrong-link');
  if (mode !== 'code' && !secret) return lock.tell('use-link');
  for (;;) {
    try {
      let code;
      if (mode !== 'link') {
        code = normalisedCode(await lock.code());
        if (!code) throw new Failure('wrong-code');
        lock.busy('checking');
      }
      const portal = await openPortal(header, secret, code);
      secret?.fill(0);
      return portal;
    } catch (error) {
      if (mode === 'link' || !lock.failed(error)) throw error;
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
function lockNow() {
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

async function begin() {
  const lock = new Lock(await loadWords(listed));
  document.querySelector('.lock-stuck')?.remove();
  try {
    if (!isSecureContext) throw new Failure('insecure');
    if (!supported()) throw new Failure('unsupported');
    lock.busy('opening');
    const portal = await unlocked(lock);
    if (!portal) return;
    lock.busy('opening');
    inTime(portal);
    const frame = new Frame(lock.words, lockNow);
    const session = new Session(portal, frame);
    await session.start();
    if (olderThanSeen(portal)) frame.notice('rollback');
  } catch (error) {
    console.error(error);
    lock.failed(error);
  }
}

// Another link that is opened in the same tab.
addEventListener('hashchange', () => {
  if (location.hash.length > 1 && !location.hash.startsWith('#/')) location.reload();
});

void begin();
