// A page of a prototype, put in other words before the browser reads it.

import { Elements } from './elements.js';
import { INSIDE, encoded, placeIn } from './places.js';
import { mendedScript } from './scripts.js';
import { imported, mendedStyle } from './styles.js';

const SCRIPT = /^(text|application)\/(x-)?(java|ecma)script$/;

/**
 * Gives every file an address.
 *
 * @param {import('./places.js').Files} files
 */
export async function address(files) {
  /** @type {Map<string, string>} */
  const sheets = new Map();
  for (const [path, blob] of files.blobs) {
    const type = blob.type.split(';')[0] ?? '';
    if (SCRIPT.test(type)) files.put(path, mendedScript(await blob.text(), path, files));
    else if (type === 'text/css') sheets.set(path, await blob.text());
    else files.put(path);
  }
  const put = (/** @type {string} */ path) => {
    const css = sheets.get(path);
    if (css === undefined) return;
    sheets.delete(path); // sheets that import each other
    for (const other of imported(css, path, files)) put(other);
    files.put(path, mendedStyle(css, path, files));
  };
  for (const path of [...sheets.keys()]) put(path);
}

/**
 * @param {string} html
 * @param {string} path
 * @param {import('./places.js').Files} files
 * @returns {{ html: string, base: string, refresh: { link: string, delay: number } | undefined }}
 *   `base` is what its links are relative to; `refresh` where it goes by itself
 */
export function mendedPage(html, path, files) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const given = page.querySelector('base[href]')?.getAttribute('href');
  const base = (given && placeIn(given, path)?.path) || path;
  const refresh = refreshOf(page);
  // What would be asked for in vain, what names the bytes as they were, and policies for addresses
  // that nothing has here.
  const useless = 'base, meta[http-equiv="refresh" i], meta[http-equiv="content-security-policy" i]';
  for (const element of page.querySelectorAll(useless)) element.remove();
  for (const link of page.querySelectorAll('link')) if (!/stylesheet|icon/i.test(link.rel)) link.remove();
  for (const element of page.querySelectorAll('[integrity], [crossorigin]'))
    for (const name of ['integrity', 'crossorigin']) element.removeAttribute(name);
  /** @type {Record<string, string>} */
  const imports = {};
  for (const [file, url] of files.urls) imports[INSIDE + encoded(file)] = url;
  for (const script of page.querySelectorAll('script')) {
    const text = script.textContent ?? '';
    if (script.type === 'importmap') Object.assign(imports, importsOf(text, base, files));
    else if (/^$|script|module/i.test(script.type)) script.textContent = mendedScript(text, base, files);
  }
  for (const script of page.querySelectorAll('script[type="importmap"]')) script.remove();
  for (const element of page.querySelectorAll('*'))
    for (const { name, value } of element.attributes)
      if (name.startsWith('on')) element.setAttribute(name, mendedScript(value, base, files));
  new Elements(files, base).mendAll(page);
  const map = page.createElement('script');
  map.type = 'importmap';
  map.textContent = JSON.stringify({ imports }).replaceAll('<', '\\u003c');
  const root = page.createElement('base');
  root.href = INSIDE + encoded(base);
  page.head.prepend(root, map);
  const doctype = page.compatMode === 'BackCompat' ? '' : '<!doctype html>';
  return { html: doctype + page.documentElement.outerHTML, base, refresh };
}

/** @param {Document} page */
function refreshOf(page) {
  const content = page.querySelector('meta[http-equiv="refresh" i]')?.getAttribute('content') ?? '';
  const [, delay, link] = /^\s*([\d.]+)\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content) ?? [];
  return link ? { link: link.trim(), delay: Number(delay) } : undefined;
}

/**
 * What a page calls its modules.
 *
 * @param {string} text
 * @param {string} base
 * @param {import('./places.js').Files} files
 * @returns {Record<string, string>}
 */
function importsOf(text, base, files) {
  try {
    /** @type {[string, string][]} */
    const named = Object.entries(JSON.parse(text).imports ?? {});
    return Object.fromEntries(named.map(([name, link]) => [name, files.url(String(link), base)]));
  } catch {
    return {};
  }
}
