// How new a portal was when it was seen last, to notice a host that serves an old state. It is no
// secret; where nothing can be kept, nothing is noticed.

import { isOlder } from '../reader/manifest.js';

/**
 * Warns where a portal is older than it was seen before, and remembers the newest.
 *
 * @param {import('../shell/session.js').Session} session
 */
export function warnOfRollback({ portal, frame }) {
  const { slot, manifest } = portal;
  const key = `keyfolio:${slot.id}:seen`;
  try {
    const [lastEpoch = 0, last = 0] = (localStorage.getItem(key) ?? '').split('.').map(Number);
    if (isOlder(portal, lastEpoch, last)) frame.notice('rollback');
    else localStorage.setItem(key, `${slot.epoch}.${manifest.sequence}`);
  } catch {
    // Storage is blocked.
  }
}
