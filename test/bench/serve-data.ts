import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clinicDirectory, dataKeyOf } from '../../main/core/clinic-data.ts';
import { openHistory } from '../../main/jobs/history.ts';
import { createSecretsFile } from '../../main/hosts/secrets-file.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { settingsSchema } from '../../preload/contract/settings.ts';
import { queuedJobs } from './queue-jobs.ts';

/** A data directory that only contains the choice of the demo clinic. */
export async function chooseDemo(data: string): Promise<void> {
  await mkdir(data, { recursive: true });
  const settings = settingsSchema.parse({ clinic: 'demo' });
  await writeFile(join(data, 'settings.json'), JSON.stringify({ settings }));
}

/** A data directory of `chartdrop serve`: the demo clinic chosen, and this many jobs in the queue. */
export async function fillServeData(data: string, count: number): Promise<void> {
  const directory = await clinicDirectory(data, 'demo');
  const history = openHistory({
    directory,
    dataKey: await dataKeyOf(createSecretsFile(join(data, 'secrets.json')), directory),
    access: 'work',
    clock: systemClock,
    actor: () => ({ osUser: 'bench', station: 'bench', apiUser: null }),
  });
  history.jobs.add(queuedJobs(0, count));
  history.close();
  await chooseDemo(data);
}
