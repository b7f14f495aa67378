import { expect, it } from 'vitest';
import { runCli } from '../headless/run-cli.ts';

it('says in words that curl is missing', async () => {
  const result = await runCli(['--size', '1', '--runs', '1'], { PATH: '' }, 'test/bench/upload.ts');
  expect(result).toEqual({
    code: 1,
    out: '',
    err: 'bench:upload: curl is needed to compare with, and is not here.\n',
  });
});
