// Attacks on sealed portals in WebKit.

import { openWebKit } from './lib/engines/webkit.js';
import { testAttacks } from './lib/attack-suite.js';

await testAttacks('WebKit', openWebKit);
