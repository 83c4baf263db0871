// "Remember this device": the root of a person's keys, as a `CryptoKey` that cannot be read out, in
// IndexedDB, for 30 days and for this portal alone. It gets there only where a person asks for it
// (`later/remember.js`).

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
 * The root that is kept for this portal; nothing where there is none.
 *
 * @returns {Promise<CryptoKey | undefined>}
 */
export async function rememberedRoot() {
  try {
    const kept = await done((await records('readonly')).get(folder()));
    if (!kept || kept.until > Date.now()) return kept?.root;
    await forgetRoot();
  } catch {
    // Storage is blocked.
  }
  return;
}

export async function forgetRoot() {
  try {
    await done((await records('readwrite')).delete(folder()));
  } catch {
    // Storage is blocked, so nothing is kept.
  }
}
