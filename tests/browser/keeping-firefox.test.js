// What Firefox keeps of sealed portals, and portals in a Firefox that keeps nothing.

import { openFirefox } from './lib/engines/firefox.js';
import { testKeeping } from './lib/keeping-suite.js';

const BLOCKED = { 'network.cookie.cookieBehavior': 2 };
const NO_WORKERS = { 'dom.serviceWorkers.enabled': false };
const PRIVATE = { 'browser.privatebrowsing.autostart': true };
const ELSEWHERE = { 'network.dns.localDomains': 'portal.example', 'dom.security.https_first': false };

await testKeeping('Firefox', openFirefox, [
  { name: 'in a private window', open: () => openFirefox({ prefs: PRIVATE }), keeps: true },
  { name: 'with storage blocked', open: () => openFirefox({ prefs: BLOCKED }), keeps: false },
  { name: 'without service workers', open: () => openFirefox({ prefs: NO_WORKERS }), keeps: true },
  { name: 'without storage and service workers', open: openFirefox, bare: true, keeps: false },
  { name: 'without HTTPS', open: () => openFirefox({ prefs: ELSEWHERE }), host: 'portal.example' },
]);
