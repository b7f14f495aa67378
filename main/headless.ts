#!/usr/bin/env node
import { runProgram } from './hosts/headless/program.ts';

/** Entry of the headless host: the command line in a plain Node. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Once only: a second Ctrl-C ends a command that does not end by itself.
  process.once(signal, () => stopping.abort());
}

process.exitCode = await runProgram(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  env: process.env,
  isTerminal: process.stderr.isTTY,
  signal: stopping.signal,
});
