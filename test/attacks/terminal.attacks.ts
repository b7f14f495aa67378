import '../english.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startDemoClinic } from '../../main/demo-clinic/start.ts';
import { words } from '../../preload/words/current.ts';
import type { Attack, Outcome } from './attack.ts';
import { withFolder } from './with-folder.ts';

interface Ended {
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line in a shell. `after`: where its output goes. */
async function chartdrop(args: readonly string[], env: Record<string, string>, after = ''): Promise<Ended> {
  const script = `"$0" dist/main/headless.js "$@" ${after}`;
  const child = spawn('sh', ['-c', script, process.execPath, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { out, err };
}

/** The command line's output about a file with this name. */
const tried = (name: string, judge: (said: Ended) => Outcome, after = ''): Promise<Outcome> =>
  withFolder(async (data) => {
    const clinic = await startDemoClinic({ directory: join(data, 'clinic'), processingMs: 0 });
    try {
      const env = { CHARTDROP_API_KEY: clinic.apiKey, CHARTDROP_API_URL: clinic.apiUrl };
      const file = join(data, name);
      await writeFile(file, 'a letter');
      const patient = clinic.patients().find(({ archivedAt }) => archivedAt === null)?.id ?? '';
      const given = ['--data', join(data, 'own')];
      return judge(await chartdrop(['upload', '--patient', patient, ...given, file], env, after));
    } finally {
      await clinic.stop();
    }
  });
const noPipe = 'The attack pipes the program by a POSIX shell.';
const seen = 'names of files are shown, never obeyed';

export const attacks: readonly Attack[] = [
  {
    name: 'A file’s name clears the line of the terminal and writes another one',
    posixOnly: 'Windows refuses control characters in names.',
    seen,
    run: () =>
      tried('a\u001b[2K\u001b[1Gb.txt', ({ out, err }) =>
        (out + err).includes('\u001b') || !(out + err).includes('b.txt') ? 'through' : 'held',
      ),
  },
  {
    name: 'A file’s name breaks the line and forges a word of the program',
    posixOnly: 'Windows refuses control characters in names.',
    seen,
    run: () =>
      tried('a.txt\nletter.txt: filed for Jane Citizen', ({ out, err }) =>
        /^letter\.txt/m.test(out + err) || !(out + err).includes('letter.txt') ? 'through' : 'held',
      ),
  },
  {
    name: 'A file’s name turns the direction round and shows a text as a PDF',
    posixOnly: noPipe,
    seen,
    run: () =>
      tried('scan\u202efdp.txt', ({ out, err }) =>
        (out + err).includes('\u202e') || !(out + err).includes('fdp.txt') ? 'through' : 'held',
      ),
  },
  {
    name: 'A reader that goes away ends the work with the words of a crash',
    posixOnly: noPipe,
    seen: 'an error says what to do, and no more',
    run: () =>
      tried('a.txt', ({ err }) => (err.includes(words().faults.unexpected) ? 'through' : 'held'), '| true'),
  },
];
