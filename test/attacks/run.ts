import { Command } from 'commander';
import buildProgram from '../build-program.ts';
import { allAttacks } from './all-attacks.ts';
import type { Attack, Outcome } from './attack.ts';

/**
 * `npm run attack`: runs every attack against the built program, one after the other. Prints how many got through, and
 * ends with code 1 if any did. `--only` runs those whose name or promise contains the words.
 */
const options = new Command('attack')
  .option('--json', 'end with one line of JSON', false)
  .option('--only <words>', 'run those whose name or promise holds these words')
  .parse()
  .opts<{ json: boolean; only?: string }>();

const line = (text: string): void => void process.stdout.write(`${text}\n`);
const note = options.json ? (text: string): void => void process.stderr.write(`${text}\n`) : line;

async function tried(attack: Attack): Promise<Outcome> {
  try {
    return await attack.run();
  } catch (thrown) {
    note(`  it could not be tried: ${thrown instanceof Error ? (thrown.stack ?? '') : String(thrown)}`);
    return 'through';
  }
}

await buildProgram();
const { only } = options;
const attacks = (await allAttacks())
  .filter(({ posixOnly }) => posixOnly === undefined || process.platform !== 'win32')
  .filter(
    ({ name, seen }) => only === undefined || `${name} ${seen}`.toLowerCase().includes(only.toLowerCase()),
  );
let through = 0;
for (const attack of attacks) {
  const startedAt = performance.now();
  const outcome = await tried(attack);
  if (outcome === 'through') through += 1;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  note(`${outcome.padEnd(7)}  ${seconds.padStart(5)} s  ${attack.name}`);
}
line(
  options.json
    ? JSON.stringify({ attacks: attacks.length, through })
    : `${attacks.length} attacks, ${through} got through`,
);
// Handles that an attack left open must not keep the command running.
process.exit(through === 0 && attacks.length > 0 ? 0 : 1);
