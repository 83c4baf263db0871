// Every page of every portal loads in WebKit; one page of each kind is looked at closely.

import { openWebKit } from './lib/engines/webkit.js';
import { testEngine } from './lib/sampled.js';

testEngine('WebKit', openWebKit, { watchErrors: true });
