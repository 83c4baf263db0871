// Offers to remember this device, where that is safe: never on an origin that is known to be shared
// with strangers, whose scripts could use the key.

import { done, folder, kept, records } from '../shell/remembered.js';
import { hasPasskeys, offerToForget, usePasskey } from './passkey.js';

/** @typedef {import('../shell/session.js').Session} Session */

const LASTS = 30 * 86_400_000;
/**
 * Hosts that are known to have many people's buckets under their one name, and all that are called
 * as such hosts are.
 */
const SHARED =
  /^((s3[.-]|(object)?storage\.).*|[^.]+\.(backblazeb2|digitaloceanspaces|linodeobjects|vultrobjects|your-objectstorage|wasabisys)\.com|.*\.blob\.core\.windows\.net)$/;

/** @param {string} hostname */
export const isShared = (hostname) => SHARED.test(hostname);

/** @param {Session} session */
export async function offerToRemember(session) {
  const { portal, frame, way } = session;
  if (isShared(location.hostname)) return;
  try {
    await records('readonly');
  } catch {
    return; // storage is blocked
  }
  const { passkey } = (await kept()) ?? {};
  if (passkey) offerToForget(session, passkey);
  // A key that was remembered cannot be read out, and so not be wrapped.
  if (!way.root || passkey) return;
  const possible = await hasPasskeys();
  // Where the agency wants the portal locked when it is not used, it is not to open by itself.
  const { idle } = portal.slot;
  if (idle && !possible) return;
  const button = frame.button('remember', idle ? 'passkey-use' : 'remember', () => {
    if (possible && !idle) choose(session, button);
    else {
      button.remove();
      void (possible ? usePasskey(session) : remember(session));
    }
  });
}

/**
 * Asks how the device is to open the portal; the button that asked, and Escape, close the question.
 *
 * @param {Session} session
 * @param {HTMLElement} button
 */
function choose(session, button) {
  const { frame } = session;
  const open = frame.root.querySelector('.portal-choice');
  frame.clear();
  if (open) return;
  const question = document.createElement('div');
  question.className = 'portal-notice portal-choice';
  question.append(frame.words.say('remember-how'));
  /** @type {[string, (session: Session) => Promise<void>][]} */
  const ways = [
    ['remember-itself', remember],
    ['passkey-use', usePasskey],
  ];
  for (const [key, act] of ways) {
    const way = document.createElement('button');
    Object.assign(way, { type: 'button', textContent: frame.words.say(key) });
    way.onclick = () => {
      button.remove();
      frame.clear();
      void act(session);
    };
    question.append(way);
  }
  question.onkeydown = ({ key }) => {
    if (key !== 'Escape') return;
    frame.clear();
    button.focus();
  };
  frame.notices.append(question);
  question.querySelector('button')?.focus();
}

/** @param {Session} session */
async function remember({ frame, way: { name, key } }) {
  try {
    const store = await records('readwrite');
    await done(store.put({ way: { name, key }, until: Date.now() + LASTS }, folder()));
    frame.notice('remembered');
  } catch {
    frame.notice('not-remembered'); // a private window may not keep keys
  }
}
