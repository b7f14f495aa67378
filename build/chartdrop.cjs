#!/usr/bin/env node
'use strict';
// The command line as an installed command, from what `npm run build` made.
require('./need-node.cjs');
import('../dist/main/headless.js');
