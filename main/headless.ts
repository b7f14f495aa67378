#!/usr/bin/env node
import { limitHeapGrowth } from './hosts/cli/heap-growth.ts';
import { processIo } from './hosts/cli/process-io.ts';
import { runProgram } from './hosts/cli/program.ts';
import { setLanguage } from '../preload/words/current.ts';
import { en } from '../preload/words/en.ts';

/** Entry of the headless host: the command line in a plain Node. It speaks English. */
limitHeapGrowth();
setLanguage(en, 'en');
process.exitCode = await runProgram(process.argv.slice(2), processIo());
