// Scripts of a prototype. Modules know each other by relative names, which mean nothing to a module
// under a `blob:` address; and a page is left by `location`, which no script can stand in for. So
// both are put in other words, by their look: what looks alike in a text is changed with them.

import { INSIDE, encoded } from './places.js';

/** `import … from './a.js'`, `export … from './a.js'`, `import './a.js'` */
const SPECIFIERS = /(\b(?:from|import)\s*)(["'])(\.{0,2}\/[^"'\n]*)\2/g;
const IMPORT_CALLS = /(?<![\w$.#])import(?=\s*\()/g;
const MODULE_URLS = /(?<![\w$.])import\.meta\.url\b/g;
/** `location.href = …`, `location.assign(…)`, `window.location = …`, `window.location.replace(…)` */
const LEAVES =
  /(?<![\w$.])(?:(?:window|self|document|globalThis|parent|top)\.location(?=\s*=(?!=)|\.(?:replace|reload)\()|(?:(?:window|self|document|globalThis|parent|top)\.)?location(?=\.(?:href\s*=(?!=)|assign\()))/g;
/** `location = 'a.html'` as a statement of its own */
const LEAVES_PLAINLY = /(^|[;{}\n]\s*)location(?=\s*=\s*["'\x60])/g;

/** The name by which a prototype's scripts reach what stands in for the browser. */
export const STAGE = 'keyfolioStage';

/**
 * @param {string} script
 * @param {string} from - the path of the file in which it stands
 * @param {import('./places.js').Files} files
 */
export const mendedScript = (script, from, files) =>
  script
    .replace(SPECIFIERS, (all, before, quote, link) => {
      const place = files.find(link, from);
      return place ? before + quote + INSIDE + encoded(place.path) + quote : all;
    })
    .replace(IMPORT_CALLS, () => `${STAGE}.importer(${JSON.stringify(from)})`)
    .replace(MODULE_URLS, () => JSON.stringify(INSIDE + encoded(from)))
    .replace(LEAVES, `${STAGE}.location`)
    .replace(LEAVES_PLAINLY, `$1${STAGE}.location`);
