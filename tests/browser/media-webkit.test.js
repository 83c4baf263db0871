// Films and large downloads in WebKit.

import { openWebKit } from './lib/engines/webkit.js';
import { testMedia } from './lib/media-suite.js';

// WebKitGTK's player stalls so with an ordinary host too, where that is slow: 2 of 42 seeks in a file that no
// worker had to do with, 0 of 36 where the host was fast.
//
// WebKitGTK reads what a worker gives to a download faster than it writes, so that a download is held in
// memory as far as it is not yet written: nothing is promised of that.
await testMedia('WebKit', openWebKit, { memory: 128 * 2 ** 20, saving: Infinity, leavesParts: true, tabs: false, stalls: true, readsAhead: true });
