#!/usr/bin/env node
import { limitHeapGrowth } from './hosts/cli/v8-flags.ts';

/** Entry of the headless host: the command line in a plain Node. It speaks English. */
limitHeapGrowth();
const [{ processIo }, { runProgram }, { setLanguage }, { en }] = await Promise.all([
  import('./hosts/cli/process-io.ts'),
  import('./hosts/cli/program.ts'),
  import('../preload/words/current.ts'),
  import('../preload/words/en.ts'),
]);
setLanguage(en, 'en');
process.exitCode = await runProgram(process.argv.slice(2), processIo());
