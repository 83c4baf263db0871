// Every page of every portal loads in Firefox; one page of each kind is looked at closely.

import { openFirefox } from './lib/engines/firefox.js';
import { testEngine } from './lib/sampled.js';

testEngine('Firefox', openFirefox);
