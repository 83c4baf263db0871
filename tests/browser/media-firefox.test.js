// Films and large downloads in Firefox.

import { openFirefox } from './lib/engines/firefox.js';
import { testMedia } from './lib/media-suite.js';

// It keeps up to 32 MiB of what it plays in memory by itself.
await testMedia('Firefox', openFirefox, { memory: 128 * 2 ** 20 });
