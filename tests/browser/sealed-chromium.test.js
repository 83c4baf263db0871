// Sealed portals in Chromium.

import { openChromium } from './lib/engines/chromium.js';
import { testShell } from './lib/shell-suite.js';

await testShell('Chromium', async ({ dark }) => {
  const engine = await openChromium();
  await engine.setDark(dark);
  return engine;
});
