// What the shell says, in the language of the browser.

/**
 * @typedef {object} Words
 * @property {string} lang
 * @property {string} dir
 * @property {(key: string, values?: Record<string, string>) => string} say
 */

/**
 * @param {string} listed - the addresses of the words, each `app/<language>.<hash>.json`. The first
 *   is the agency's
 * @returns {Promise<Words>}
 */
export async function loadWords(listed) {
  const files = listed.split(' ');
  const spoken = files.map((file) => file.split(/[/.]/)[1] ?? '');
  /** @type {{ lang: string, dir: string, words: Record<string, string> }} */
  const { lang, dir, words } = await (
    await fetch(files[preferred(spoken)] ?? '')
  ).json();
  return {
    lang,
    dir,
    say: (key, values = {}) =>
      (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole),
  };
}

/**
 * Which of these languages the browser likes best; the first where it likes none.
 *
 * @param {string[]} spoken
 */
function preferred(spoken) {
  for (const wanted of navigator.languages) {
    for (let tag = wanted; tag; tag = tag.replace(/-?[^-]*$/, '')) {
      const found = spoken.findIndex((one) => one.toLowerCase() === tag.toLowerCase());
      if (found >= 0) return found;
    }
  }
  return 0;
}
