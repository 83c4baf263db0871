// How new a portal was when it was seen last, to notice a host that serves an old state. It is no
// secret; where nothing can be kept, nothing is noticed.

/**
 * Whether a portal is older than it was seen before. Remembers the newest.
 *
 * @param {import('../reader/portal.js').Portal} portal
 */
export function olderThanSeen({ slot: { id, epoch }, manifest: { sequence } }) {
  const key = `keyfolio:${id}:seen`;
  try {
    const [lastEpoch = 0, last = 0] = (localStorage.getItem(key) ?? '').split('.').map(Number);
    if (epoch < lastEpoch || (epoch === lastEpoch && sequence < last)) return true;
    localStorage.setItem(key, `${epoch}.${sequence}`);
  } catch {
    // Storage is blocked.
  }
  return false;
}
