// What elements of a prototype's pages load: the same for those that stand in a file and for those
// that a script makes.

import { mendedStyle } from './styles.js';

/** Attributes that load something, or may. */
export const LOADING = ['src', 'srcset', 'imagesrcset', 'poster', 'data', 'href', 'xlink:href', 'style'];
const LOADS_BY_HREF = ['link', 'image', 'use', 'feImage', 'script'];

export class Elements {
  /**
   * @param {import('./places.js').Files} files
   * @param {string} page - the path that links are relative to
   */
  constructor(files, page) {
    this.files = files;
    this.page = page;
  }

  /**
   * The value of an attribute, with the address of what it names.
   *
   * @param {string} tag
   * @param {string} attribute
   * @param {string} value
   */
  value(tag, attribute, value) {
    const url = (/** @type {string} */ link) => this.files.url(link, this.page);
    switch (attribute) {
      case 'style':
        return value.includes('url(') ? mendedStyle(value, this.page, this.files) : value;
      case 'srcset':
      case 'imagesrcset':
        return value.replace(/(^\s*|,\s+)([^\s,]\S*[^\s,]|[^\s,])/g, (_, before, link) => before + url(link));
      case 'href':
      case 'xlink:href':
        return LOADS_BY_HREF.includes(tag) ? url(value) : value;
      default:
        return url(value);
    }
  }

  /** @param {Element} element */
  mend(element) {
    for (const attribute of LOADING) {
      const value = element.getAttribute(attribute);
      if (value === null) continue;
      const mended = this.value(element.localName, attribute, value);
      if (mended !== value) element.setAttribute(attribute, mended);
    }
    if (element.localName !== 'style') return;
    const css = element.textContent ?? '';
    const mended = mendedStyle(css, this.page, this.files);
    if (mended !== css) element.textContent = mended;
  }

  /** @param {ParentNode} root */
  mendAll(root) {
    const selector = LOADING.map((attribute) => `[${attribute.replace(':', '\\:')}]`).join();
    for (const element of root.querySelectorAll(`style, ${selector}`)) this.mend(element);
  }
}
