// Locks an open portal that nobody uses, where the agency set a time for that (`idle` in the slot).

import { forget, kept } from '../shell/remembered.js';

/** What a person does with a page. A film or a sound that plays is use, also behind other windows. */
const USES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll', 'touchmove', 'timeupdate', 'beforeprint'];
/** When what is left of the time is looked at, besides when it should be over. */
const LOOKS = ['visibilitychange', 'focus', 'pageshow', 'resume'];

/** @param {import('../shell/session.js').Session} session */
export async function lockWhenIdle({ portal, frame }) {
  const { idle } = portal.slot;
  if (!idle) return;
  let used = Date.now();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  // Clocks are compared: a timer stands still while a device sleeps, and is late in a hidden tab. What
  // wakes the device is no use any more once the time is over.
  const look = () => {
    clearTimeout(timer);
    const left = used + idle * 1000 - Date.now();
    if (left <= 0) lock(frame.words, idle);
    else timer = setTimeout(look, left);
    return left > 0;
  };
  const use = () => {
    if (look()) used = Date.now();
  };
  for (const type of USES) addEventListener(type, use, { capture: true, passive: true });
  for (const type of LOOKS) for (const target of [window, document]) target.addEventListener(type, look);
  look();
  // What was remembered before the agency set the time would open the portal again at once.
  const before = await kept();
  if (before && !before.passkey) await forget();
}

/**
 * The page begins again without a key, where it was, and says why.
 *
 * @param {import('../shell/words.js').Words} words
 * @param {number} idle - seconds
 */
function lock({ lang, say }, idle) {
  const [count, unit] = idle % 3600 ? [idle / 60, 'minute'] : [idle / 3600, 'hour'];
  const style = /** @type {const} */ ({ style: 'unit', unitDisplay: 'long', maximumFractionDigits: 1 });
  const time = new Intl.NumberFormat(lang, { ...style, unit }).format(count);
  const reason = say('idle', { time });
  const note = () => history.replaceState({ ...history.state, y: scrollY, reason }, '');
  // Also behind what the session notes when the page goes, which some engines keep and some do not.
  addEventListener('pagehide', note);
  note();
  document.body.hidden = true;
  location.reload();
}
