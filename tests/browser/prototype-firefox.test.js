// Prototypes among the deliverables, in Firefox.

import { openFirefox } from './lib/engines/firefox.js';
import { testPrototypes } from './lib/prototype-suite.js';

await testPrototypes('Firefox', openFirefox);
