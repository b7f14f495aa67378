import { addWindowsPackages } from './native-packages.ts';
import { createWine, missingForWine } from './wine.ts';

/** Longer than any number of rounds takes. */
const seconds = 6 * 60 * 60;

/** Runs the chaos command with the same arguments under Wine, prints its output, and ends with its code. */
export async function playInWine(folder: string, args: readonly string[]): Promise<never> {
  const missing = missingForWine(folder) ?? (await addWindowsPackages()).at(0) ?? null;
  if (missing !== null) {
    process.stderr.write(`chaos: did not run, ${missing}\n`);
    process.exit(1);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const lane = args.includes('--lanes') ? [] : ['--lanes', '1'];
  const { code, out, err } = await createWine(folder).node(
    'chaos',
    ['test/chaos/chaos.ts', ...args, ...lane],
    {
      seconds,
    },
  );
  process.stdout.write(out);
  process.stderr.write(err);
  process.exit(code ?? 1);
}
