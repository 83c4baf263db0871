// "Remember this device": the key of a person's slot, as a `CryptoKey` that cannot be read out, in
// IndexedDB, for 30 days and for this portal alone; or wrapped under a passkey. It gets there only
// where a person asks for it (`later/remember.js`, `later/passkey.js`).

/** Each portal has a folder of its own. */
export const folder = () => location.pathname.replace(/[^/]*$/, '');

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransactionMode} mode */
export async function records(mode) {
  const opening = indexedDB.open('keyfolio', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore('roots');
  const database = await done(opening);
  return database.transaction('roots', mode).objectStore('roots');
}

/**
 * What is kept for this portal: the way in, until a time, or what a passkey on this device has to
 * unwrap first.
 *
 * @typedef {object} Kept
 * @property {number} until
 * @property {import('../reader/keys.js').Way} [way]
 * @property {import('../later/passkey.js').Passkey} [passkey]
 */

/** @returns {Promise<Kept | undefined>} nothing where nothing is kept */
export async function kept() {
  try {
    const kept = await done((await records('readonly')).get(folder()));
    if (!kept || kept.until > Date.now()) return kept;
    await forget();
  } catch {
    // Storage is blocked.
  }
}

export async function forget() {
  try {
    await done((await records('readwrite')).delete(folder()));
  } catch {
    // Storage is blocked, so nothing is kept.
  }
}
