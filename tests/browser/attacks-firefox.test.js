// Attacks on sealed portals in Firefox.

import { openFirefox } from './lib/engines/firefox.js';
import { testAttacks } from './lib/attack-suite.js';

await testAttacks('Firefox', openFirefox);
