#!/usr/bin/env node
'use strict';
// The installed command line; starts the code that `npm run build` made.
require('./need-node.cjs');
import('../dist/main/headless.js');
