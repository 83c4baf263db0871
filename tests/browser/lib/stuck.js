// What a lock screen says whose script does not run. It says so after eight seconds, by an animation of
// its style sheet: no test waits for that.

import assert from 'node:assert/strict';

/** @param {import('selenium-webdriver').WebDriver} driver */
export async function saysThatItIsStuck(driver) {
  const [before, delay, after, words] = await driver.executeScript(() => {
    const stuck = document.querySelector('.lock-stuck'); // the script takes it away as soon as it runs
    if (!(stuck instanceof HTMLElement)) return ['not there'];
    const seen = () => getComputedStyle(stuck).visibility;
    const first = seen();
    const [wait] = stuck.getAnimations();
    const { delay = 0 } = wait?.effect?.getTiming() ?? {};
    if (wait) wait.currentTime = delay;
    return [first, delay, seen(), stuck.innerText];
  });
  assert.deepEqual([before, delay, after], ['hidden', 8000, 'visible']);
  assert.match(words, /does not start.*reload/);
}
