// What Chromium keeps of sealed portals, and portals in a Chromium that keeps nothing.

import { openChromium } from './lib/engines/chromium.js';
import { testKeeping } from './lib/keeping-suite.js';

const BLOCKED = { 'profile.default_content_setting_values.cookies': 2 };
const ELSEWHERE = ['--host-resolver-rules=MAP portal.example 127.0.0.1'];

await testKeeping('Chromium', openChromium, [
  { name: 'in a private window', open: () => openChromium({ args: ['--incognito'] }), keeps: true },
  { name: 'with storage blocked', open: () => openChromium({ prefs: BLOCKED }), keeps: false },
  { name: 'without storage and service workers', open: openChromium, bare: true, keeps: false },
  { name: 'without HTTPS', open: () => openChromium({ args: ELSEWHERE }), host: 'portal.example' },
]);
