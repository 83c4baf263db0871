// Offers to remember this device, where that is safe: never on an origin that is known to be shared
// with strangers, whose scripts could use the key.

import { done, folder, records } from '../shell/remembered.js';

const LASTS = 30 * 86_400_000;
/**
 * Hosts that are known to have many people's buckets under their one name, and all that are called
 * as such hosts are.
 */
const SHARED =
  /^((s3[.-]|(object)?storage\.).*|[^.]+\.(backblazeb2|digitaloceanspaces|linodeobjects|vultrobjects|your-objectstorage|wasabisys)\.com|.*\.blob\.core\.windows\.net)$/;

/** @param {string} hostname */
export const isShared = (hostname) => SHARED.test(hostname);

/** @param {import('../shell/session.js').Session} session */
export async function offerToRemember({ portal, frame, root }) {
  // Where the agency wants the portal locked when it is not used, it is not to open by itself.
  if (portal.slot.idle || isShared(location.hostname)) return;
  try {
    if (await done((await records('readonly')).get(folder()))) return;
  } catch {
    return; // storage is blocked
  }
  const button = frame.button('remember', 'remember', async () => {
    button.remove();
    try {
      const store = await records('readwrite');
      await done(store.put({ root, until: Date.now() + LASTS }, folder()));
      frame.notice('remembered');
    } catch {
      frame.notice('not-remembered'); // a private window may not keep keys
    }
  });
}
