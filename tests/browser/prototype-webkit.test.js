// Prototypes among the deliverables, in WebKit.

import { openWebKit } from './lib/engines/webkit.js';
import { testPrototypes } from './lib/prototype-suite.js';

await testPrototypes('WebKit', openWebKit, { watchErrors: true });
