// Prototypes among the deliverables, in Chromium.

import { openChromium } from './lib/engines/chromium.js';
import { testPrototypes } from './lib/prototype-suite.js';

await testPrototypes('Chromium', async ({ dark }) => {
  const engine = await openChromium();
  await engine.setDark(dark);
  return engine;
});
