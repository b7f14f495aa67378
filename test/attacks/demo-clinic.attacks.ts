import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { signContentUrl } from '../../main/demo-clinic/store/content-url.ts';
import { type DemoClinic, startDemoClinic } from '../../main/demo-clinic/start.ts';
import { noModes } from '../fixtures/only-on.ts';
import type { Attack, Outcome } from './attack.ts';
import { readByOthers } from './other-user.ts';
import { sendTo } from './serve-scene.ts';
import { withFolder } from './with-folder.ts';

const withClinic = (act: (clinic: DemoClinic, directory: string) => Promise<Outcome>) => () =>
  withFolder(async (folder) => {
    const directory = join(folder, 'clinic');
    const clinic = await startDemoClinic({ directory });
    try {
      return await act(clinic, directory);
    } finally {
      await clinic.stop();
    }
  });

const headersOf = (key: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
  'user-agent': 'Attack (attack@chartdrop.example)',
  accept: 'application/json',
});
const addressOf = (clinic: DemoClinic): string => new URL(clinic.apiUrl).host;

/** The secrets that earlier versions published in their sources. */
const published = {
  key: 'demo-clinic-key-au1',
  account: {
    bucket: 'demo-clinic-attachments',
    region: 'ap-southeast-2',
    accessKeyId: 'DEMOCLINIC',
    secretAccessKey: 'made-up-and-known-to-everyone',
  },
};

export const attacks: readonly Attack[] = [
  {
    name: 'Another user asks the demo clinic for its patients with the published key',
    seen: 'the demo clinic’s key is made anew for each data directory',
    run: withClinic(async (clinic) => {
      const answer = await sendTo(addressOf(clinic), '/v1/patients', headersOf(published.key));
      return answer.status === 200 ? 'through' : 'held';
    }),
  },
  {
    name: 'Another user downloads what was tried on the demo clinic, by an address signed with its published secret',
    seen: 'the demo store’s secret is made anew for each data directory',
    run: withClinic(async (clinic) => {
      const id = clinic.attachments()[0]?.id ?? '';
      const url = new URL(`attachments/${id}/a.pdf`, clinic.storageUrl);
      const signed = signContentUrl(url, Date.now(), 60, published.account);
      const { status } = await sendTo(signed.host, signed.pathname + signed.search);
      return status === 200 ? 'through' : 'held';
    }),
  },
  {
    name: 'A web page whose name was made to point here asks the demo clinic',
    seen: 'the demo clinic checks the host that it is asked by',
    run: withClinic(async (clinic) => {
      const { port } = new URL(clinic.apiUrl);
      for (const host of ['evil.example', `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
        const answer = await sendTo(addressOf(clinic), '/v1/user', { ...headersOf(clinic.apiKey), host });
        if (answer.status === 200) return 'through';
      }
      return 'held';
    }),
  },
  {
    name: 'Another user reads the demo clinic’s files, where the umask lets everybody',
    posixOnly: noModes,
    seen: 'the demo clinic’s files are private whatever the umask was',
    run: async () => {
      const before = process.umask(0);
      try {
        return await withClinic(async (_, directory) => {
          const closed = ((await stat(directory)).mode & 0o077) === 0;
          return closed && (await readByOthers(directory)).length === 0 ? 'held' : 'through';
        })();
      } finally {
        process.umask(before);
      }
    },
  },
];
