import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Attack, Outcome } from './attack.ts';

/** Tries a pattern on a name in a separate process, which is killed if it hangs. */
async function tried(pattern: string, name: string): Promise<Outcome> {
  const filter = new URL('../../main/scans/watch/filter.ts', import.meta.url).href;
  const script = `
    const { createFilter } = await import(${JSON.stringify(filter)});
    const filter = createFilter({ subfolders: true, types: ['pdf'], ignore: [${JSON.stringify(pattern)}] });
    for (let at = 0; at < 20; at += 1) filter.accepts(${JSON.stringify(name)});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_500);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code === 0 ? 'held' : 'through';
}
const seen = 'a pattern takes no more time than its name is long';

export const attacks: readonly Attack[] = [
  {
    name: 'An ignore pattern of twenty alternatives in a row freezes the program',
    seen,
    run: () => tried('{a,b}'.repeat(20), `${'a'.repeat(19)}c.pdf`),
  },
  {
    name: 'An ignore pattern names a million numbers',
    seen,
    run: () => tried('{1..9999999}?x*', 'scan.pdf'),
  },
  {
    name: 'An ignore pattern of many stars meets a name that nearly fits',
    seen,
    run: () => tried(`${'*a'.repeat(12)}*b`, `${'a'.repeat(200)}.pdf`),
  },
  {
    name: 'An ignore pattern of groups in groups meets a name that nearly fits',
    seen,
    run: () => tried('+(+(a|aa)|a)b', `${'a'.repeat(60)}.pdf`),
  },
];
