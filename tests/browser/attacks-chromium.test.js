// Attacks on sealed portals in Chromium.

import { openChromium } from './lib/engines/chromium.js';
import { testAttacks } from './lib/attack-suite.js';

await testAttacks('Chromium', () => openChromium());
