import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, truncate } from 'node:fs/promises';
import { utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { disposeFiledFile } from '../../main/scans/put-away/after-filing.ts';
import { createClaimFiles } from '../../main/scans/claims/claim-files.ts';
import { makeClaimPlaces } from '../../main/scans/claims/claim-places.ts';
import { createHeartbeats } from '../../main/scans/claims/heartbeats.ts';
import { withContent } from '../../main/files/file-content.ts';
import { uploadBodyOf } from '../../main/files/upload-body.ts';
import { readFingerprint } from '../../main/files/fingerprint.ts';
import { largeFileBytes } from '../../main/files/large-file.ts';
import { provenFile } from '../../main/uploads/intake/proven-file.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import type { Attack, Outcome } from './attack.ts';

/** A scan folder that another user can write to, and a private folder. */
interface Scene {
  readonly share: string;
  readonly own: string;
  /** A private file with one line. */
  readonly letter: string;
}

function scene(act: (scene: Scene) => Promise<Outcome>) {
  return async (): Promise<Outcome> => {
    const at = await mkdtemp(join(tmpdir(), 'chartdrop-share-attack-'));
    try {
      const [share, own] = [join(at, 'share'), join(at, 'own')];
      for (const path of [share, own]) await mkdir(path);
      const letter = join(own, 'letter.txt');
      await writeFile(letter, text);
      return await act({ share, own, letter });
    } finally {
      await rm(at, { recursive: true, force: true, maxRetries: 20 });
    }
  };
}

const text = 'a letter of the person\n';
const untouched = async ({ letter }: Scene): Promise<Outcome> =>
  (await readFile(letter, 'utf8')) === text ? 'held' : 'through';
const nothingPlanted = async ({ own }: Scene): Promise<Outcome> =>
  (await readdir(own)).join() === 'letter.txt' ? 'held' : 'through';

const station = '5'.repeat(32);
const { signal } = new AbortController();
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: () => () => undefined,
};
/** Ignores refusals, which the attacks expect. */
const tried = (act: Promise<unknown>): Promise<unknown> => act.catch(() => undefined);

const signsIn = async (share: string) => {
  const { stations } = await makeClaimPlaces(share, 'clinic');
  const heartbeats = createHeartbeats({ directory: stations, station, termMs: 8_000, clock });
  await heartbeats.give({ always: true });
  return { heartbeats, path: join(stations, station) };
};

const claimIn = async (share: string) => {
  const { claims } = await makeClaimPlaces(share, 'clinic');
  const files = createClaimFiles(claims);
  const line = { station, state: 'taken', begun: null } as const;
  await files.create('a', 0, line);
  return { append: () => files.append('a', 0, { ...line, state: 'done' }), path: join(claims, 'a.0') };
};

/** Runs a script that imports from `main/` in a separate process, which can be killed if it blocks. */
async function endsByItself(script: string): Promise<Outcome> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_500);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  return code === 0 ? 'held' : 'through';
}
const from = (path: string): string => JSON.stringify(new URL(`../../main/${path}`, import.meta.url).href);

/**
 * A large scan that was added without being read waits. Meanwhile the attacker gives another file, readable only by the
 * person, the same size and time, and replaces the scan by it. Returns the uploaded content.
 */
const swapped = (
  swap: (given: Scene & { readonly folder: string; readonly secret: string }) => Promise<void>,
) =>
  scene(async (given) => {
    const folder = join(given.share, 'sub');
    const [path, secret] = [join(folder, 'scan.pdf'), join(given.own, 'scan.pdf')];
    await mkdir(folder);
    for (const [one, bytes] of [
      [path, 'scan'],
      [secret, 'secret'],
    ] as const) {
      await writeFile(one, bytes);
      await truncate(one, largeFileBytes);
      await utimes(one, 1_790_000_000, 1_790_000_000);
    }
    const file = await withContent(path, { mayGoUnread: () => true, signal }, (unread) =>
      Promise.resolve(unread),
    );
    await swap({ ...given, folder, secret });
    const job = { id: 'a', source: 'scan', file } as unknown as UploadJob;
    const deps = { store: { atPath: () => [] }, copies: { proven: () => Promise.resolve(null) }, signal };
    let sent = '';
    const send = async (): Promise<void> => {
      for await (const chunk of uploadBodyOf(await provenFile(job, deps)).chunks()) {
        sent ||= chunk.subarray(0, 6).toString();
      }
    };
    await tried(send());
    return sent === 'secret' ? 'through' : 'held';
  });

const linked = 'in a folder that others write to, no link is followed';
const oneName = 'what Chartdrop writes for itself on a share has one name';
const neverWaits = 'nothing that is opened on a share keeps the program waiting';

const planted = (...names: string[]) =>
  scene(async (given) => {
    const parent = join(given.share, ...names.slice(0, -1));
    await mkdir(parent, { recursive: true });
    await symlink(given.own, join(given.share, ...names));
    await tried(signsIn(given.share));
    await tried(claimIn(given.share));
    return nothingPlanted(given);
  });

export const attacks: readonly Attack[] = [
  {
    name: 'A peer on the share puts a link in the place of a station’s file',
    seen: linked,
    run: scene(async (given) => {
      const { heartbeats, path } = await signsIn(given.share);
      await rm(path);
      await symlink(given.letter, path);
      await tried(heartbeats.give({ always: true }));
      return untouched(given);
    }),
  },
  {
    name: 'A peer on the share puts another name of a private file in the place of a station’s file',
    seen: oneName,
    run: scene(async (given) => {
      const { heartbeats, path } = await signsIn(given.share);
      await rm(path);
      await link(given.letter, path);
      await tried(heartbeats.give({ always: true }));
      return untouched(given);
    }),
  },
  {
    name: 'A peer on the share puts a link in the place of a claim',
    seen: linked,
    run: scene(async (given) => {
      const { append, path } = await claimIn(given.share);
      await rm(path);
      await symlink(given.letter, path);
      await tried(append());
      return untouched(given);
    }),
  },
  {
    name: 'A peer on the share puts another name of a private file in the place of a claim',
    seen: oneName,
    run: scene(async (given) => {
      const { append, path } = await claimIn(given.share);
      await rm(path);
      await link(given.letter, path);
      await tried(append());
      return untouched(given);
    }),
  },
  { name: 'A peer on the share makes .chartdrop a link', seen: linked, run: planted('.chartdrop') },
  {
    name: 'A peer on the share makes .chartdrop/claims a link',
    seen: linked,
    run: planted('.chartdrop', 'claims'),
  },
  {
    name: 'A peer on the share makes .chartdrop/stations a link',
    seen: linked,
    run: planted('.chartdrop', 'stations'),
  },
  {
    name: 'A peer on the share makes the claims of a folder that is watched a link',
    seen: linked,
    run: scene(async (given) => {
      const { heartbeats } = await signsIn(given.share);
      const { claims } = await makeClaimPlaces(given.share, 'clinic');
      const files = createClaimFiles(claims);
      await rename(join(given.share, '.chartdrop'), join(given.share, '.before'));
      for (const name of ['claims/clinic', 'stations'])
        await mkdir(join(given.own, name), { recursive: true });
      await symlink(given.own, join(given.share, '.chartdrop'));
      await tried(heartbeats.give({ always: true }));
      await tried(files.create('a', 0, { station, state: 'taken', begun: null }));
      const names = await readdir(given.own, { recursive: true });
      return names.sort().join() === 'claims,claims/clinic,letter.txt,stations' ? 'held' : 'through';
    }),
  },
  ...(['Filed', 'Filed/2026-11-20'] as const).map((name): Attack => ({
    name: `A peer on the share makes ${name} a link`,
    seen: linked,
    run: scene(async (given) => {
      const path = join(given.share, 'scan.pdf');
      await writeFile(path, 'scan');
      if (name !== 'Filed') await mkdir(join(given.share, 'Filed'));
      await symlink(given.own, join(given.share, name));
      const fingerprint = await readFingerprint(path);
      const filedAt = new Date(2026, 10, 20, 12).getTime();
      const filed = { jobId: 'a', path, folderPath: given.share, fingerprint, sha256: null, filedAt };
      const trash = { moveToTrash: () => Promise.resolve() };
      await tried(disposeFiledFile({ ...filed, afterFiling: 'move' }, { trash }));
      return nothingPlanted(given);
    }),
  })),
  {
    name: 'A peer on the share makes pipes of the next claims',
    posixOnly: 'Windows has no pipes that lie in a folder like files.',
    seen: neverWaits,
    run: scene(async ({ share }) => {
      const { claims } = await makeClaimPlaces(share, 'clinic');
      for (let number = 0; number < 8; number += 1) execFileSync('mkfifo', [join(claims, `${number}.0`)]);
      return endsByItself(`
        import { readFile } from 'node:fs/promises';
        const { createClaimFiles } = await import(${from('scans/claims/claim-files.ts')});
        const files = createClaimFiles(${JSON.stringify(claims)});
        for (let number = 0; number < 8; number += 1) files.read(String(number)).catch(() => undefined);
        await readFile(${JSON.stringify(import.meta.filename)});`);
    }),
  },
  {
    name: 'A peer on the share makes a pipe of a station’s file',
    posixOnly: 'Windows has no pipes that lie in a folder like files.',
    seen: neverWaits,
    run: scene(async ({ share }) => {
      const { stations } = await makeClaimPlaces(share, 'clinic');
      execFileSync('mkfifo', [join(stations, station), join(stations, '6'.repeat(32))]);
      return endsByItself(`
        const { createHeartbeats } = await import(${from('scans/claims/heartbeats.ts')});
        const heartbeats = createHeartbeats({
          directory: ${JSON.stringify(stations)}, station: ${JSON.stringify(station)}, termMs: 8000,
          clock: { now: () => 0, monotonic: () => 0, after: () => () => undefined },
        });
        await Promise.allSettled([heartbeats.give({ always: true }), heartbeats.isSilent('6'.repeat(32), 0)]);`);
    }),
  },
  {
    name: 'A peer on the share makes a pipe of a scan that is about to be looked at',
    posixOnly: 'Windows has no pipes that lie in a folder like files.',
    seen: neverWaits,
    run: scene(async ({ share }) => {
      const path = join(share, 'scan.pdf');
      execFileSync('mkfifo', [path]);
      return endsByItself(`
        const { inspectFile } = await import(${from('scans/settle/inspect-file.ts')});
        const { readMark } = await import(${from('files/file-mark.ts')});
        const path = ${JSON.stringify(path)};
        await Promise.allSettled([inspectFile(path, ${JSON.stringify(share)}), readMark(path)]);`);
    }),
  },
  {
    name: 'A peer on the share swaps a large scan for a link to a private file of its size and time',
    seen: linked,
    run: swapped(async ({ folder, secret }) => {
      await rm(join(folder, 'scan.pdf'));
      await symlink(secret, join(folder, 'scan.pdf'));
    }),
  },
  {
    name: 'A peer on the share swaps a subfolder for a link to a private folder',
    seen: linked,
    run: swapped(async ({ share, own, folder }) => {
      await rename(folder, join(share, 'before'));
      await symlink(own, folder);
    }),
  },
  {
    name: 'A peer on the share swaps a large scan for another name of a private file',
    seen: 'what is sent is the file that was finished',
    run: swapped(async ({ folder, secret }) => {
      await rm(join(folder, 'scan.pdf'));
      await link(secret, join(folder, 'scan.pdf'));
    }),
  },
  {
    name: 'A peer on the share swaps a subfolder for a link before a scan in it is looked at',
    seen: linked,
    run: scene(async ({ share, own, letter }) => {
      await symlink(own, join(share, 'sub'));
      const { inspectFile } = await import('../../main/scans/settle/inspect-file.ts');
      const inspect = inspectFile as (path: string, folder: string) => Promise<{ kind: string }>;
      const seen = await inspect(letter.replace(own, join(share, 'sub')), share).catch(() => null);
      return seen?.kind === 'opened' ? 'through' : 'held';
    }),
  },
];
