import { expect, it } from 'vitest';
import { runCli } from '../hosts/headless/run-cli.ts';

const entry = 'test/bench/bench.ts';

it('explains that curl is missing, and how to install it', async () => {
  const { code, err } = await runCli(['large'], { PATH: '' }, entry);
  expect([code, err]).toEqual([
    1,
    'bench: large: curl is needed to compare with, and is not here: install the package `curl`, or put it in the PATH.\n',
  ]);
});

it('lists the benchmarks', async () => {
  const { code, err } = await runCli(['lagre'], {}, entry);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^bench: .*large, many, given, latency, folder, queue, million, window, search, start, hostile, outage/,
  );
});
