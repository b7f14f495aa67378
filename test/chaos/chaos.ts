import { Command, InvalidArgumentError } from 'commander';
import buildProgram from '../build-program.ts';
import { playInWine } from '../windows/chaos-in-wine.ts';
import { playRounds } from './play-rounds.ts';
import { isClean, kindsOfFinding } from './compare.ts';
import type { RoundResult } from './round.ts';

/**
 * `npm run chaos`: runs the built program, a demo clinic and a scanner, with faults everywhere, a second program on the
 * same folders, people's and systems' changes to folders and settings, and `kill -9` at random moments. At the end of
 * each round five records must agree: the written files, the clinic's attachments, its case lists, the history, and the accounts of the folders. A
 * seed repeats the same script, but not the exact timing. CHARTDROP_WINE runs all of it as `win32`; see `test/windows`.
 */
function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}
const options = new Command('chaos')
  .option('--rounds <n>', 'how many rounds', count, 20)
  .option('--seed <s>', 'which script', count, 1)
  .option('--only <round>', 'play this round alone', count)
  .option('--times <n>', 'how often it is played, since its timing differs', count, 1)
  .option('--lanes <n>', 'how many rounds at a time', count, 6)
  .option('--json', 'end with one line of JSON', false)
  .parse()
  .opts<{ rounds: number; seed: number; only?: number; times: number; lanes: number; json: boolean }>();

const line = (text: string): void => void process.stdout.write(`${text}\n`);
const note = options.json ? (text: string): void => void process.stderr.write(`${text}\n`) : line;

function tell(round: number, { verdict, stories, kills, jobs, filed }: RoundResult): void {
  note(
    `round ${round}: ${kills} kills, ${jobs} jobs, ${filed} filed${isClean(verdict) ? '' : ', NOT SOUND'}`,
  );
  for (const [kind, findings] of Object.entries(verdict) as [string, readonly string[]][]) {
    for (const finding of findings) note(`  ${kind}: ${finding}`);
  }
  for (const story of stories) note(`  job: ${story}`);
  if (!isClean(verdict)) note(`  again: npm run chaos -- --seed ${options.seed} --only ${round}`);
}

const wine = process.env['CHARTDROP_WINE'] ?? '';
if (wine !== '' && process.platform !== 'win32') await playInWine(wine, process.argv.slice(2));

await buildProgram();
const { only } = options;
const rounds = Array.from(
  { length: only === undefined ? options.rounds : options.times },
  (_, round) => only ?? round,
);
const { sum, byKind } = await playRounds({
  seed: options.seed,
  rounds,
  lanes: Math.max(1, Math.min(options.lanes, rounds.length)),
  onRound: tell,
});
note(
  `faults by kind: ${Object.entries(byKind)
    .map(([kind, times]) => `${kind} ${times}`)
    .join(', ')}`,
);
if (options.json) line(JSON.stringify(sum));
else {
  line(
    `${sum.rounds} rounds, ${sum.kills} kills, ${sum.faults} faults, ${sum.jobs} jobs, ${sum.filed} filed`,
  );
  line(kindsOfFinding.map((kind) => `${sum[kind]} ${kind}`).join(', '));
}
process.exitCode = kindsOfFinding.every((kind) => sum[kind] === 0) ? 0 : 1;
