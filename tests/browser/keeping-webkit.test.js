// What WebKit keeps of sealed portals, and portals in a WebKit that keeps nothing. A driven WebKit is a
// private window anyway, has no setting that blocks storage, and knows no name but this machine's; by
// its address the refusal of plain HTTP is tested in `sealed-webkit.test.js`.

import { openWebKit } from './lib/engines/webkit.js';
import { testKeeping } from './lib/keeping-suite.js';

await testKeeping(
  'WebKit',
  openWebKit,
  [{ name: 'without storage and service workers', open: openWebKit, bare: true, keeps: false }],
  { watchErrors: true },
);
