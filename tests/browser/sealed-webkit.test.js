// Sealed portals in WebKit.

import { openWebKit } from './lib/engines/webkit.js';
import { testShell } from './lib/shell-suite.js';

await testShell('WebKit', openWebKit, { watchErrors: true });
