// "Remember this device": the root of a person's keys, as a `CryptoKey` that cannot be read out, in
// IndexedDB, for 30 days and for this portal alone. Only where a person asks for it; never on an
// origin that is shared with strangers, whose scripts could use the key.

const LASTS = 30 * 86_400_000;
/** Hosts under whose one name many people's buckets stand. */
const SHARED =
  /^(s3[.-].*amazonaws\.com|storage\.(googleapis|cloud\.google)\.com|f\d+\.backblazeb2\.com|[^.]+\.(digitaloceanspaces|linodeobjects|wasabisys)\.com)$/;

/** Each portal has a folder of its own. */
const folder = () => location.pathname.replace(/[^/]*$/, '');

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransactionMode} mode */
async function records(mode) {
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
  return undefined;
}

/** @param {CryptoKey} root */
export async function rememberRoot(root) {
  await done((await records('readwrite')).put({ root, until: Date.now() + LASTS }, folder()));
}

export async function forgetRoot() {
  try {
    await done((await records('readwrite')).delete(folder()));
  } catch {
    // Storage is blocked, so nothing is kept.
  }
}

/** Whether a root may be kept here. */
export const mayRemember = () => 'indexedDB' in window && !SHARED.test(location.hostname);
