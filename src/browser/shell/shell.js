// The way in: from the address and maybe a code to an open portal, or to a sentence that says what
// keeps it shut. The secret of the link leaves the address before anything else is done.

import { linkSecret, normalisedCode } from '../reader/code.js';
import { Failure, kindOf } from '../reader/failure.js';
import { rootOf, wayOf } from '../reader/keys.js';
import { Portal, readHeader } from '../reader/portal.js';
import { Frame } from './frame.js';
import { get, reload, supported, takeFragment } from './host.js';
import { loadLater } from './later.js';
import { Lock } from './lock.js';
import { Session } from './session.js';
import { forget, kept } from './remembered.js';
import { loadWords } from './words.js';

/**
 * @typedef {import('../reader/bytes.js').Bytes} Bytes
 * @typedef {import('../reader/header.js').Header} Header
 * @typedef {(way: import('../reader/keys.js').Way, fresh: boolean) => Promise<void>} Door - makes the agency's own page
 *   the portal's (`door/door.js`)
 */

let fragment = takeFragment();
const script = /** @type {HTMLScriptElement & { door?: Door }} */ (document.currentScript);
const listed = script.dataset['words'] ?? '';

/**
 * @typedef {import('../reader/keys.js').Way} Way
 *
 * @typedef {object} Opened
 * @property {Portal} portal
 * @property {Way} way
 */

/** A link needs no words, and does not wait for them. */
const lockLater = loadWords(listed).then((words) => {
  const lock = new Lock(words, () => reload(fragment));
  lock.busy('opening');
  return lock;
});

/** @param {unknown} error */
const isWrong = (error) => kindOf(error).startsWith('wrong-');

/**
 * @param {Header} header
 * @param {(header: Header) => Promise<Way>} wayUnder
 * @returns {Promise<Opened>}
 */
async function openPortal(header, wayUnder) {
  const open = async (/** @type {Header} */ header, fresh = false) => {
    const way = await wayUnder(header);
    await script.door?.(way, fresh);
    return { way, portal: await Portal.open(get, header, way, fresh) };
  };
  try {
    return await open(header);
  } catch (error) {
    if (kindOf(error) !== 'damaged' && !isWrong(error)) throw error;
    // What does not open may be a copy from before the portal was published; so may be a header
    // under which no slot is found.
    const fresh = await readHeader(get, true);
    if (isWrong(error) && String(fresh.digest) === String(header.digest)) throw error;
    return open(fresh, true);
  }
}

/**
 * Opens with the key that is kept on this device, where there is one that still fits, or lets a
 * passkey be used.
 *
 * @param {Header} header
 * @returns {Promise<Opened | undefined>}
 */
async function openRemembered(header) {
  const { way, passkey } = (await kept()) ?? {};
  if (passkey)
    void loadLater({
      passkey,
      lock: await lockLater,
      enter: async (way) => show(await openPortal(header, async () => way)),
    });
  if (!way) return;
  try {
    return await openPortal(header, async () => way);
  } catch (error) {
    if (!isWrong(error)) throw error;
    await forget();
  }
}

/**
 * Asks for what is missing until the portal is open; gives nothing where only the link will do.
 *
 * @returns {Promise<Opened | undefined>}
 */
async function unlocked() {
  const header = await readHeader(get);
  const { mode } = header;
  const remembered = fragment ? undefined : await openRemembered(header);
  if (remembered) return remembered;
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
        return wayOf(await rootOf(mode, secret, code, kdf));
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

/** The page begins again without a key. Nothing stays that opens it unasked. */
async function lockNow() {
  if (!(await kept())?.passkey) await forget();
  history.replaceState(null, '', location.pathname + location.search);
  location.reload();
}

/** @param {Opened} opened */
async function show({ portal, way }) {
  inTime(portal);
  const lock = await lockLater;
  lock.busy('opening');
  await new Session(portal, way, new Frame(lock.words, lockNow)).start();
  fragment = '';
}

async function begin() {
  try {
    if (!isSecureContext) throw new Failure('insecure');
    if (!supported()) throw new Failure('unsupported');
    const opened = await unlocked();
    if (opened) await show(opened);
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
