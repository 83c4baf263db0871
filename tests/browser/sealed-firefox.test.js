// Sealed portals in Firefox.

import { openFirefox } from './lib/engines/firefox.js';
import { testShell } from './lib/shell-suite.js';

await testShell('Firefox', openFirefox);
