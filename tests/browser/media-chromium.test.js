// Films and large downloads in Chromium.

import { openChromium } from './lib/engines/chromium.js';
import { testMedia } from './lib/media-suite.js';

await testMedia('Chromium', openChromium, { picks: true });
