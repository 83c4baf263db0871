// The script of a portal that is not sealed. The build puts it behind what it imports, as one
// classic script (`mod.rs`), so that it also runs from a folder on a disk.

import { enhance } from './enhance.js';
import { unfoldForPrint } from './print.js';

enhance();
unfoldForPrint();
