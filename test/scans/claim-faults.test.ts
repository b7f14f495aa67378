import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type Claim,
  type ClaimFiles,
  type ClaimLine,
  createClaimFiles,
} from '../../main/scans/claims/claim-files.ts';
import { type ClaimedFile, claimKey, hasOddName } from '../../main/scans/identity/claim-key.ts';
import { keepsExclusively, makeClaimPlaces } from '../../main/scans/claims/claim-places.ts';
import { createClaims } from '../../main/scans/claims/claims.ts';
import { isPutAway } from '../../main/scans/put-away/put-away.ts';
import { createHeartbeats } from '../../main/scans/claims/heartbeats.ts';
import { createFastClock } from '../fakes/fast-clock.ts';
import { onlyOn } from '../fixtures/only-on.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const { signal } = new AbortController();
const begun = { since: 5, patient: 'a'.repeat(32) };
const stationOf = (number: number): string => String(number).padStart(32, '0');
const never: ClaimedFile = {
  relativePath: 'letter.pdf',
  fingerprint: { size: 12, modifiedNs: '1795534216740123456' },
  path: '/scans/letter.pdf',
  sha256: null,
};

/**
 * A folder as a drive with caches shows it: each station sees its own writes at once and others' after `staleMs`. An
 * exclusive create fails only if the other file is visible. Of two winners, the last one's bytes remain.
 */
function cachedStore(staleMs: number) {
  interface Write {
    readonly by: number;
    readonly at: number;
    readonly line: ClaimLine | null;
  }
  const writes = new Map<string, Write[]>();
  const since = performance.now();
  const now = (): number => performance.now() - since;
  const seenBy = (name: string, by: number): Write | undefined =>
    (writes.get(name) ?? []).filter((one) => one.by === by || one.at + staleMs <= now()).at(-1);
  const put = (name: string, by: number, line: ClaimLine | null): void => {
    writes.set(name, [...(writes.get(name) ?? []), { by, at: now(), line }]);
  };
  return (by: number): ClaimFiles => {
    const read = (key: string): Claim[] => {
      const found: Claim[] = [];
      for (;;) {
        const seen = seenBy(`${key}.${found.length}`, by);
        if (seen === undefined || seen.line === null) return found;
        found.push({ generation: found.length, line: seen.line, isEmpty: false, modifiedMs: seen.at });
      }
    };
    return {
      read: (key) => Promise.resolve(read(key)),
      create(key, generation, line) {
        const name = `${key}.${generation}`;
        const isFree = (seenBy(name, by)?.line ?? null) === null;
        if (isFree) put(name, by, line);
        return Promise.resolve(isFree);
      },
      append(key, generation, line) {
        put(`${key}.${generation}`, by, line);
        return Promise.resolve();
      },
      remove(key) {
        for (const { generation } of read(key)) put(`${key}.${generation}`, by, null);
        return Promise.resolve();
      },
    };
  };
}

/** Stations on one folder in real time; `settleMs` as for the drive. */
async function stationsOn(given: { staleMs: number; settleMs: number; file?: ClaimedFile }) {
  const folder = await tempFolder();
  const places = await makeClaimPlaces(folder, 'clinic');
  const clock = createFastClock(1);
  const store = cachedStore(given.staleMs);
  const told: number[] = [];
  const station = (number: number) =>
    createClaims({
      files: store(number),
      heartbeats: createHeartbeats({
        ...{ directory: places.stations, station: stationOf(number), termMs: 80_000, clock },
      }),
      station: stationOf(number),
      clock,
      settleMs: given.settleMs,
      namesBeside: () => Promise.resolve([]),
      isPutAway: () => Promise.resolve(false),
      onContested: () => told.push(number),
    });
  const path = join(folder, 'letter.pdf');
  await writeFile(path, 'letter');
  return { station, told, file: { ...never, path } };
}

describe('a drive on which two stations win (case 56)', () => {
  it('lets one of them file, once the others’ writes are visible', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { station, file } = await stationsOn({ staleMs: 20, settleMs: 80 });
      const all = [station(1), station(2), station(3)];
      const takes = await Promise.all(all.map((one) => one.claim(file)));
      // Each of them believes that it has the claim.
      expect(takes.filter(({ kind }) => kind === 'mine').length).toBeGreaterThan(1);
      const goes = await Promise.all(all.map((one) => one.begin(file, begun, signal)));
      expect(goes.filter(Boolean)).toHaveLength(1);
    }
  });

  it('says so once another station has the place of its own claim', async () => {
    const { station, told, file } = await stationsOn({ staleMs: 20, settleMs: 80 });
    const all = [station(1), station(2)];
    await Promise.all(all.map((one) => one.claim(file)));
    await Promise.all(all.map((one) => one.begin(file, begun, signal)));
    expect(told).toHaveLength(1);
  });

  it('says so, too late, if others stay hidden longer than it waits', async () => {
    const { station, told, file } = await stationsOn({ staleMs: 150, settleMs: 0 });
    const all = [station(1), station(2)];
    await Promise.all(all.map((one) => one.claim(file)));
    const goes = await Promise.all(all.map((one) => one.begin(file, begun, signal)));
    expect(goes).toEqual([true, true]);
    await expect.poll(async () => Promise.all(all.map((one) => one.isMine(file)))).toContain(false);
    expect(told).toHaveLength(1);
  });

  it('waits for nothing if the server decides', async () => {
    const { station, file } = await stationsOn({ staleMs: 0, settleMs: 0 });
    const all = [station(1), station(2)];
    const takes = await Promise.all(all.map((one) => one.claim(file)));
    expect(takes.map(({ kind }) => kind).toSorted()).toEqual(['elsewhere', 'mine']);
  });

  it('reports from one side that a second create is not refused, or nothing is read back', async () => {
    const places = await makeClaimPlaces(await tempFolder(), 'clinic');
    expect(await keepsExclusively(places)).toBe(true);
    expect(await readdir(places.stations)).toEqual([]);
  });
});

describe('names that a share changes (case 57)', () => {
  const odd = [
    'a:b.pdf',
    'nul.pdf',
    'CON',
    'x.',
    'y ',
    'SR4RZZ~4.PDF',
    'a/b?.pdf',
    'in\uf022mac.pdf',
    'com1.tif',
  ];
  it.each(odd)('%j is claimed by its bytes', (relativePath) => {
    expect(hasOddName({ relativePath })).toBe(true);
  });
  it.each(['letter.pdf', 'Zoë (2).pdf', 'null.pdf', 'com.pdf', '.hidden', 'a~b.pdf', 'backup 2024~1.pdf'])(
    '%j by its name',
    (relativePath) => {
      expect(hasOddName({ relativePath })).toBe(false);
    },
  );

  /** One file system as its owner and as the share's clients see it: the same files under other names. */
  async function twoSides(names: readonly [string, string][], content: (index: number) => string) {
    const folder = await tempFolder();
    const [server, client] = [join(folder, 'server'), join(folder, 'client')];
    await mkdir(server);
    await mkdir(client);
    const at = new Date(1_795_534_216_000);
    for (const [index, pair] of names.entries()) {
      for (const [side, name] of [
        [server, pair[0]],
        [client, pair[1]],
      ] as const) {
        await writeFile(join(side, name), content(index));
        await utimes(join(side, name), at, at);
      }
    }
    const places = await makeClaimPlaces(server, 'clinic');
    const clock = createFastClock(1);
    const side = (root: string, number: number) => ({
      claims: createClaims({
        files: createClaimFiles(places.claims),
        heartbeats: createHeartbeats({
          ...{ directory: places.stations, station: stationOf(number), termMs: 80_000, clock },
        }),
        station: stationOf(number),
        ...{ clock, settleMs: 0, namesBeside: () => readdir(root), onContested: () => undefined },
        isPutAway: (file) => isPutAway(root, file),
      }),
      file: (name: string, modifiedNs = '1795534216000000000'): ClaimedFile => ({
        ...{ relativePath: name, path: join(root, name), sha256: null },
        fingerprint: { size: content(0).length, modifiedNs },
      }),
    });
    return { here: side(server, 1), there: side(client, 2) };
  }

  it('have one key on both sides', async () => {
    const { here, there } = await twoSides([['a:b.pdf', 'NDH6SA~M.PDF']], () => 'one');
    // The share's times have tenths of a microsecond.
    expect(await claimKey(here.file('a:b.pdf', '1795534216000000199'))).toBe(
      await claimKey(there.file('NDH6SA~M.PDF', '1795534216000000100')),
    );
    expect((await here.claims.claim(here.file('a:b.pdf'))).kind).toBe('mine');
    expect(await there.claims.claim(there.file('NDH6SA~M.PDF'))).toEqual({ kind: 'elsewhere' });
    await here.claims.finish(here.file('a:b.pdf'));
    expect(await there.claims.claim(there.file('NDH6SA~M.PDF'))).toEqual({ kind: 'done' });
  });

  it('keep their key when their folder is renamed', async () => {
    const { here } = await twoSides([['a:b.pdf', 'NDH6SA~M.PDF']], () => 'one');
    const file = here.file('a:b.pdf');
    const keys = ['sub/a:b.pdf', 'later/a:b.pdf', 'later/of today/a:b.pdf'].map((relativePath) =>
      claimKey({ ...file, relativePath }),
    );
    expect(new Set(await Promise.all(keys)).size).toBe(1);
  });

  it('of one size and time are two files where their bytes differ', async () => {
    const names: [string, string][] = [
      ['a:b.pdf', 'NDH6SA~M.PDF'],
      ['nul.pdf', 'VQL1XL~U.PDF'],
    ];
    const { here, there } = await twoSides(names, (index) => `letter ${index}`);
    expect((await here.claims.claim(here.file('a:b.pdf'))).kind).toBe('mine');
    expect((await there.claims.claim(there.file('VQL1XL~U.PDF'))).kind).toBe('mine');
    expect(await there.claims.claim(there.file('NDH6SA~M.PDF'))).toEqual({ kind: 'elsewhere' });
    expect(await here.claims.claim(here.file('nul.pdf'))).toEqual({ kind: 'elsewhere' });
  });

  it.each([1, 2])('of the same bytes and time are both taken, and by one side (%i first)', async (first) => {
    const names: [string, string][] = [
      ['a:b.pdf', 'NDH6SA~M.PDF'],
      ['nul.pdf', 'VQL1XL~U.PDF'],
    ];
    const { here, there } = await twoSides(names, () => 'the same');
    const [one, two] = first === 1 ? [here, there] : [there, here];
    const [ones, twos] = first === 1 ? [0, 1] : [1, 0];
    const kinds = async (side: typeof one, at: number): Promise<string[]> => {
      const found: string[] = [];
      for (const pair of names) found.push((await side.claims.claim(side.file(pair[at] ?? ''))).kind);
      return found;
    };
    expect(await kinds(one, ones)).toEqual(['mine', 'mine']);
    expect(await kinds(two, twos)).toEqual(['elsewhere', 'elsewhere']);
    for (const pair of names) await one.claims.finish(one.file(pair[ones] ?? ''));
    expect(await kinds(two, twos)).toEqual(['done', 'done']);
  });
});

describe('a share that is full (case 58)', () => {
  it(
    'leaves no empty claim behind: the failed call removes it',
    onlyOn('posix', 'Only a POSIX shell can limit what a program writes.'),
    async () => {
      const places = await makeClaimPlaces(await tempFolder(), 'clinic');
      const files = new URL('../../main/scans/claims/claim-files.ts', import.meta.url).href;
      const line = JSON.stringify({ station: stationOf(1), state: 'taken', begun: null });
      const script = `
      import { createClaimFiles } from ${JSON.stringify(files)};
      const files = createClaimFiles(${JSON.stringify(places.claims)});
      await files.create('key', 0, ${line}).catch((thrown) => console.log(thrown.cause.code));`;
      // A write limit simulates a full disk: the file is created, but stays empty.
      const { stdout } = await promisify(execFile)('bash', [
        ...['-c', 'ulimit -f 0; exec "$@"', 'bash'],
        ...[process.execPath, '--input-type=module', '-e', script],
      ]);
      expect(stdout.trim()).toBe('EFBIG');
      expect(await readdir(places.claims)).toEqual([]);
    },
  );

  it('counts an empty claim as one without a file: taking over needs no question', async () => {
    const folder = await tempFolder();
    const places = await makeClaimPlaces(folder, 'clinic');
    await writeFile(join(places.claims, `${await claimKey(never)}.0`), '');
    const clock = createFastClock(1);
    const claims = createClaims({
      files: createClaimFiles(places.claims),
      heartbeats: { give: () => Promise.resolve(true), isSilent: () => Promise.resolve(true) },
      station: stationOf(1),
      ...{ clock, settleMs: 0, namesBeside: () => Promise.resolve([]), onContested: () => undefined },
      isPutAway: () => Promise.resolve(false),
    });
    expect(await claims.claim(never)).toEqual({ kind: 'mine', takenOver: true, begun: [], isUnclear: false });
  });

  it('keeps appended lines readable after a partial line', async () => {
    const places = await makeClaimPlaces(await tempFolder(), 'clinic');
    const files = createClaimFiles(places.claims);
    await files.create('key', 0, { station: stationOf(1), state: 'taken', begun: null });
    await writeFile(join(places.claims, 'key.0'), '{"station":"0000', { flag: 'a' });
    await files.append('key', 0, { station: stationOf(1), state: 'began', begun });
    expect((await files.read('key'))[0]?.line).toMatchObject({ state: 'began', begun });
  });
});

describe('a file that is gone', () => {
  it('was put away if it is in Filed, with its time', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'letter.pdf');
    const day = join(folder, 'Filed', '2026-11-26');
    await mkdir(day, { recursive: true });
    await writeFile(path, 'letter');
    const at = 1_795_534_216;
    await utimes(path, at, at);
    const file = { ...never, path, fingerprint: { size: 6, modifiedNs: `${at}000000000` } };
    expect(await isPutAway(folder, file)).toBe(false);
    await writeFile(join(day, 'letter.pdf'), 'another');
    await rename(path, join(day, 'letter (2).pdf'));
    expect(await isPutAway(folder, file)).toBe(true);
    expect(await isPutAway(folder, { ...file, fingerprint: { size: 6, modifiedNs: '1' } })).toBe(false);
  });
});
