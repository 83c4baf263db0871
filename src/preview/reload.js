// @ts-check
// Put into every page of a portal by `keyfolio serve`, and by nothing else: loads the page again
// when the portal is another, and says when it is not what the files say.

(() => {
  'use strict';

  const seen = document.currentScript?.dataset.revision;
  const portal = location.pathname.split('/')[1] ?? '';
  /** @type {HTMLElement | undefined} */
  let banner;

  const STYLE = `
    :host { all: initial; position: fixed; inset: auto 1rem 1rem auto; margin-left: 1rem; z-index: 2147483647; }
    p { margin: 0; padding: .5rem .875rem; border-radius: .375rem; background: #7a1a14; color: #fff;
        font: 500 .875rem/1.4 system-ui, sans-serif; box-shadow: 0 2px 12px #0004; }
    a { color: inherit; }
    @media print { :host { display: none; } }`;

  /** @param {boolean} broken */
  function tell(broken) {
    if (!broken) {
      banner?.remove();
      banner = undefined;
      return;
    }
    if (banner) return;
    banner = document.createElement('div');
    banner.setAttribute('role', 'status');
    const root = banner.attachShadow({ mode: 'open' });
    // A style element would be against the page's policy, and the theme's style must not apply.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const words = document.createElement('p');
    const link = document.createElement('a');
    link.href = '/';
    link.textContent = 'see why';
    words.append('Could not be built, ', link, '. This is the last good portal.');
    root.append(words);
    document.body.append(banner);
  }

  /** @type {EventSource | undefined} */
  let source;

  /** A page that nobody sees must not keep one of the browser's few connections to this server. */
  function follow() {
    source?.close();
    source = undefined;
    if (document.hidden) return;
    source = new EventSource(`/-/events?portal=${encodeURIComponent(portal)}`);
    source.addEventListener('message', (event) => {
      /** @type {{ revision: string, broken: boolean }} */
      const state = JSON.parse(event.data);
      // A reload keeps the place on the page.
      if (state.revision === seen) tell(state.broken);
      else location.reload();
    });
  }

  document.addEventListener('visibilitychange', follow);
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  follow();
})();
