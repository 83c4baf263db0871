// A passkey of this device in place of the link or code: its PRF (WebAuthn level 3) gives a key that
// leaves the authenticator only when the person is there, and wraps what opens their slot. What is
// kept is of no use without the authenticator; and the link and the code go on working beside it.

import { derive, keyFrom } from '../reader/keys.js';
import { done, folder, forget, records } from '../shell/remembered.js';
import { kindOf } from '../reader/failure.js';

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 * @typedef {import('../reader/keys.js').Way} Way
 *
 * @typedef {object} Passkey - what IndexedDB keeps of it
 * @property {ArrayBuffer} id - of the credential
 * @property {Bytes} salt - for the PRF: another one for each passkey, so each key wraps one thing
 * @property {Bytes} iv
 * @property {ArrayBuffer} wrapped - under AES-256-GCM: the slot's key (32 bytes), then its name
 */

/** As `wayOf` takes it from the root. */
const SLOT_KEY = 'keyfolio/v1/slot-key';
const WRAPPING = 'keyfolio/v1/passkey';
const VERIFIED = /** @type {const} */ ({ userVerification: 'required' });
/** As long as a person may look for their finger. */
const timeout = 120_000;

const random = (/** @type {number} */ length) => crypto.getRandomValues(new Uint8Array(length));
const prf = (/** @type {Bytes} */ salt) => ({ prf: { eval: { first: salt } } });

/** Whether this device has passkeys that can wrap a key, and this address can have any. */
export async function hasPasskeys() {
  // An IP address is no name that a passkey could be bound to.
  if (!('PublicKeyCredential' in window) || /^[\d.]+$|:/.test(location.hostname)) return false;
  try {
    const can = await PublicKeyCredential.getClientCapabilities();
    return can['extension:prf'] === true && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable());
  } catch {
    return false;
  }
}

/**
 * Makes a passkey, and keeps the way wrapped under it.
 *
 * @param {import('../shell/session.js').Session} session
 */
export async function usePasskey({ frame, way: { root, name } }) {
  const salt = random(32);
  try {
    const made = await create(frame.words.say('passkey-name'), salt);
    const { enabled, results } = made.getClientExtensionResults().prf ?? {};
    // Some authenticators use the PRF only when they sign, which asks the person once more.
    const first = results?.first ?? (enabled && (await ask(made.rawId, salt)));
    if (!root || !first) {
      frame.notice('passkey-none');
      void forgetCredential(made.rawId);
      return;
    }
    const iv = random(12);
    const key = await wrappingKey(first);
    const slotKey = await derive(root, SLOT_KEY, 32);
    const plain = new Uint8Array([...slotKey, ...new TextEncoder().encode(name)]);
    const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain);
    for (const bytes of [slotKey, plain]) bytes.fill(0);
    const passkey = { id: made.rawId, salt, iv, wrapped };
    await done((await records('readwrite')).put({ passkey, until: Infinity }, folder()));
    frame.notice('passkey-kept');
    offerToForget({ frame }, passkey);
  } catch {
    frame.notice('passkey-unused'); // the person thought better of it
  }
}

/**
 * A button in an open portal that makes this device forget its passkey.
 *
 * @param {Pick<import('../shell/session.js').Session, 'frame'>} session
 * @param {Passkey} passkey
 */
export function offerToForget({ frame }, { id }) {
  const button = frame.button('forget', 'passkey-forget', async () => {
    button.remove();
    await forget();
    void forgetCredential(id);
    frame.notice('passkey-forgotten');
  });
}

/**
 * A button on the lock screen, in front of the other ways in.
 *
 * @param {import('../shell/later.js').Locked} locked
 */
export function offerPasskey({ passkey, lock, enter }) {
  const { say } = lock.words;
  const button = document.createElement('button');
  Object.assign(button, { type: 'button', className: 'lock-passkey', textContent: say('passkey') });
  button.onclick = async () => {
    button.disabled = true;
    lock.tell('passkey-asking');
    lock.fail('');
    try {
      await enter(await unwrapped(passkey));
    } catch (error) {
      if (kindOf(error).startsWith('wrong-')) {
        // Revoked, or given a new link or code since.
        button.remove();
        await forget();
        lock.tell('');
        lock.fail(say('passkey-gone'));
        return;
      }
      lock.failed(error);
      if (!(error instanceof Error && error.name === 'Failure')) lock.fail(say('passkey-unused'));
      button.disabled = false;
    }
  };
  lock.form.before(button);
  if (!lock.field.value) button.focus();
}

/**
 * @param {Passkey} passkey
 * @returns {Promise<Way>}
 */
async function unwrapped({ id, salt, iv, wrapped }) {
  const first = await ask(id, salt);
  if (!first) throw new Error('the passkey gives no key');
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await wrappingKey(first), wrapped));
  const hmac = { name: 'HMAC', hash: 'SHA-512' };
  const key = await crypto.subtle.importKey('raw', plain.subarray(0, 32), hmac, false, ['sign']);
  const name = new TextDecoder().decode(plain.subarray(32));
  plain.fill(0);
  return { name, key };
}

/**
 * @param {string} name - under which the device shows it: the agency's, not the client's
 * @param {Bytes} salt
 */
async function create(name, salt) {
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: location.hostname, name },
      user: { id: random(16), name, displayName: name },
      challenge: random(32), // nobody checks a signature: what is wanted is the PRF
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { ...VERIFIED, authenticatorAttachment: 'platform', residentKey: 'required' },
      extensions: prf(salt),
      timeout,
    },
  });
  return /** @type {PublicKeyCredential} */ (made);
}

/**
 * @param {ArrayBuffer} id
 * @param {Bytes} salt
 */
async function ask(id, salt) {
  const given = await navigator.credentials.get({
    publicKey: {
      ...VERIFIED,
      challenge: random(32),
      allowCredentials: [{ type: 'public-key', id, transports: ['internal'] }],
      extensions: prf(salt),
      timeout,
    },
  });
  return /** @type {PublicKeyCredential} */ (given).getClientExtensionResults().prf?.results?.first;
}

/** @param {BufferSource} first - result of the PRF */
async function wrappingKey(first) {
  const bytes = ArrayBuffer.isView(first) ? first.buffer : first;
  const raw = await derive(await keyFrom(new Uint8Array(/** @type {ArrayBuffer} */ (bytes))), WRAPPING, 32);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  raw.fill(0);
  return key;
}

/**
 * Tells the device that the passkey is no longer of use, where it can be told.
 *
 * @param {ArrayBuffer} id
 */
async function forgetCredential(id) {
  const known = /** @type {any} */ (PublicKeyCredential);
  const text = btoa(String.fromCharCode(...new Uint8Array(id)));
  const credentialId = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  await known.signalUnknownCredential?.({ rpId: location.hostname, credentialId }).catch(() => {});
}
