#!/usr/bin/env node
import { limitHeapGrowth } from './hosts/headless/heap-growth.ts';
import { processIo } from './hosts/headless/process-io.ts';
import { runProgram } from './hosts/headless/program.ts';

/** Entry of the headless host: the command line in a plain Node. */
limitHeapGrowth();
process.exitCode = await runProgram(process.argv.slice(2), processIo());
