// How a prototype's files are put in other words, under Node: what is changed, and what is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Files, placeIn } from '../../src/browser/stage/places.js';
import { mendedScript } from '../../src/browser/stage/scripts.js';
import { mendedStyle } from '../../src/browser/stage/styles.js';

const NAMES = ['index.html', 'js/main.js', 'js/lib.js', 'css/a.css', 'css/b.css', 'img/a b.png', 'img/ü.png'];

function files() {
  const files = new Files(new Map(NAMES.map((name) => [name, new Blob()])));
  for (const name of NAMES) files.urls.set(name, `blob:${name}`);
  return files;
}

test('links mean files of the prototype, and nothing else', () => {
  const at = (/** @type {string} */ link, from = 'pages/a.html') => placeIn(link, from)?.path;
  assert.equal(at('../img/a%20b.png?v=1#x'), 'img/a b.png');
  assert.equal(at('/img/a b.png'), 'img/a b.png');
  assert.equal(at('../../../../secret.html'), 'secret.html', 'the folder is the top');
  assert.equal(at('u\u0308.png', 'a.html'), 'ü.png');
  for (const outside of ['https://elsewhere.example/', '//elsewhere.example/x', 'mailto:a@b.example', 'data:,x', 'blob:x', '%E0%A4%A'])
    assert.equal(at(outside), undefined, outside);
  assert.equal(files().find('./', 'pages/a.html'), undefined);
  assert.equal(files().find('../', 'pages/a.html')?.path, 'index.html');
});

test('style sheets', () => {
  const style = (/** @type {string} */ css) => mendedStyle(css, 'css/a.css', files());
  assert.equal(style('@import "b.css" print;'), '@import url("blob:css/b.css") print;');
  assert.equal(style("@import url( 'b.css' );"), '@import url("blob:css/b.css");');
  assert.equal(style('a{background:url(../img/a%20b.png),url("/img/ü.png#x")}'), 'a{background:url("blob:img/a b.png"),url("blob:img/ü.png#x")}');
  for (const same of ['a{fill:url(#b)}', 'a{src:url(data:font/woff2;base64,AA)}', 'a{b:url(absent.png)}', '@import "https://elsewhere.example/a.css";'])
    assert.equal(style(same), same);
});

test('modules know each other by whole addresses', () => {
  const script = (/** @type {string} */ text) => mendedScript(text, 'js/main.js', files());
  const lib = 'https://prototype.invalid/js/lib.js';
  assert.equal(script("import { a } from './lib.js';"), `import { a } from '${lib}';`);
  assert.equal(script('import a,{b}from"./lib.js";export*from"../js/lib.js"'), `import a,{b}from"${lib}";export*from"${lib}"`);
  assert.equal(script("import '/js/lib.js';"), `import '${lib}';`);
  assert.equal(script("await import(`./${name}.js`)"), 'await keyfolioStage.importer("js/main.js")(`./${name}.js`)');
  assert.equal(script('new URL("a", import.meta.url)'), 'new URL("a", "https://prototype.invalid/js/main.js")');
  for (const same of ["import a from 'vue';", "import a from './absent.js';", 'thing.import(a)', '$import(a)', 'const importer = 1;'])
    assert.equal(script(same), same);
});

test('pages are left by what stands in for location', () => {
  const script = (/** @type {string} */ text) => mendedScript(text, 'index.html', files());
  /** @type {[string, string][]} */
  const left = [
    ["location.href = 'a.html'", "keyfolioStage.location.href = 'a.html'"],
    ['window.location.href="a.html"', 'keyfolioStage.location.href="a.html"'],
    ["window.location = 'a.html'", "keyfolioStage.location = 'a.html'"],
    ["location = 'a.html'", "keyfolioStage.location = 'a.html'"],
    ['if (x) {location="a.html"}', 'if (x) {keyfolioStage.location="a.html"}'],
    ["document.location.replace('a.html')", "keyfolioStage.location.replace('a.html')"],
    ['location.assign(x)', 'keyfolioStage.location.assign(x)'],
  ];
  for (const [before, after] of left) assert.equal(script(before), after);
  const kept = [
    "location.hash = 'a'",
    'if (location.href === x) y()',
    'const location = useLocation()',
    "let location = 'x'",
    'x.location = y',
    "location.replace('a', 'b')",
    '({ location: x, href: y })',
  ];
  for (const same of kept) assert.equal(script(same), same);
});
