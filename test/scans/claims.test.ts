import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ClaimFiles, createClaimFiles } from '../../main/scans/claims/claim-files.ts';
import { type ClaimedFile, claimKey } from '../../main/scans/identity/claim-key.ts';
import { claimsFolder, makeClaimPlaces } from '../../main/scans/claims/claim-places.ts';
import { type Claims, type ClaimsDeps, createClaims, patientMark } from '../../main/scans/claims/claims.ts';
import { createFilter } from '../../main/scans/watch/filter.ts';
import { createHeartbeats, type Heartbeats } from '../../main/scans/claims/heartbeats.ts';
import { asChartdropError, ChartdropError } from '../../main/base/errors.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

const termMs = 80_000;
const file = {
  relativePath: 'scans/letter.pdf',
  fingerprint: { size: 12, modifiedNs: '1795534216740123456' },
  path: '/scans/letter.pdf',
  sha256: null,
};
const { signal } = new AbortController();
const stationOf = (number: number): string => String(number).padStart(32, '0');
const begun = { since: 5, patient: patientMark('ab', patientIdSchema.parse('7')) };
const fresh = { kind: 'mine', takenOver: false, begun: [], isUnclear: false };

/** A drive whose server decides about each create. */
const plain: Pick<ClaimsDeps, 'settleMs' | 'namesBeside' | 'isPutAway' | 'onContested'> = {
  settleMs: 0,
  namesBeside: () => Promise.resolve([]),
  isPutAway: () => Promise.resolve(false),
  onContested: () => undefined,
};

interface Station {
  readonly claims: Claims;
  readonly heartbeats: Heartbeats;
  readonly files: ClaimFiles;
}

/** A share with a fake clock, and stations with separate clocks. */
async function share() {
  const folder = await tempFolder();
  const places = await makeClaimPlaces(folder, 'clinic');
  const clock = createFakeClock();
  let shareAt = Date.UTC(2026, 10, 24);
  const signPath = (number: number): string => join(places.stations, stationOf(number));
  const station = (number: number): Station => {
    const name = stationOf(number);
    const real = createHeartbeats({ directory: places.stations, station: name, termMs, clock });
    // The share's clock differs from this machine's.
    const heartbeats: Heartbeats = {
      async give() {
        const isGiven = await real.give();
        await utimes(signPath(number), shareAt / 1000, shareAt / 1000);
        return isGiven;
      },
      isSilent: (other, claimedMs) => real.isSilent(other, claimedMs),
    };
    const files = createClaimFiles(places.claims);
    return { files, heartbeats, claims: createClaims({ ...plain, files, heartbeats, station: name, clock }) };
  };
  return { folder, places, clock, station, signPath, passes: (ms: number) => (shareAt += ms) };
}

/** Advances time at all stations; those not in `alive` write no sign. */
async function passTerm(on: Awaited<ReturnType<typeof share>>, looker: Station): Promise<void> {
  await looker.claims.claim(file);
  on.clock.advance(termMs);
}

/** Makes a station's last sign old by the share's clock. */
const ageSign = (path: string, ms: number): Promise<void> => {
  const at = (Date.now() - ms) / 1000;
  return utimes(path, at, at);
};

describe('a claim on a shared folder (case 31)', () => {
  it('has one winner among many stations at one moment, each time', async () => {
    for (let round = 0; round < 20; round += 1) {
      const on = await share();
      const all = await Promise.all(
        Array.from({ length: 12 }, (_, number) => on.station(number + 1).claims.claim(file)),
      );
      expect(all.filter(({ kind }) => kind === 'mine')).toEqual([fresh]);
      expect(all.filter(({ kind }) => kind === 'elsewhere')).toHaveLength(11);
    }
  });

  it('belongs to its station after a restart, and to no other', async () => {
    const on = await share();
    expect(await on.station(1).claims.claim(file)).toEqual(fresh);
    expect(await on.station(1).claims.claim(file)).toEqual(fresh);
    expect(await on.station(2).claims.claim(file)).toEqual({ kind: 'elsewhere' });
  });

  it('belongs to one file under any name: another size or time is another file', async () => {
    const key = (relativePath: string, size: number, modifiedNs: string): Promise<string> =>
      claimKey({ ...file, relativePath, fingerprint: { size, modifiedNs } });
    const one = await key('Réne.pdf'.normalize('NFC'), 1, '1000000100');
    expect(await key('Réne.pdf'.normalize('NFD'), 1, '1000000199')).toBe(one);
    expect(await key('sub/b.pdf', 1, '1000000100')).toBe(one);
    expect(
      new Set([one, await key('Réne.pdf', 2, '1000000100'), await key('Réne.pdf', 1, '1000009100')]).size,
    ).toBe(3);
    expect(one).toMatch(/^[0-9a-f]{40}$/);
  });

  it('stays done for every station, and can be released by its own station only', async () => {
    const on = await share();
    const [one, two] = [on.station(1).claims, on.station(2).claims];
    await one.claim(file);
    await two.finish(file);
    await two.release(file);
    expect(await two.claim(file)).toEqual({ kind: 'elsewhere' });
    await one.finish(file);
    expect(await two.claim(file)).toEqual({ kind: 'done' });
    // If its own station calls it a scan again, it is one: the name was used again.
    expect(await one.claim(file)).toEqual(fresh);
    expect(await two.claim(file)).toEqual({ kind: 'elsewhere' });
    await one.finish(file);
    await one.release(file);
    expect(await readdir(on.places.claims)).toEqual([]);
    expect(await two.claim(file)).toEqual(fresh);
  });
});

describe('a claim of a file that is renamed', () => {
  /** Two stations on the same real folder. */
  async function desks() {
    const on = await share();
    const claimsOf = (number: number): Claims => {
      const { files, heartbeats } = on.station(number);
      const namesBeside = async ({ relativePath, path }: ClaimedFile): Promise<string[]> =>
        (await readdir(dirname(path))).map((name) => posix.join(posix.dirname(relativePath), name));
      return createClaims({
        ...{ ...plain, files, heartbeats, station: stationOf(number), clock: on.clock, namesBeside },
      });
    };
    const at = (relativePath: string): ClaimedFile => ({
      ...file,
      relativePath,
      path: join(on.folder, relativePath),
    });
    return { ...on, at, one: claimsOf(1), two: claimsOf(2) };
  }

  it('stays its station’s, and stays done', async () => {
    const { folder, at, one, two } = await desks();
    await writeFile(join(folder, 'a.pdf'), 'twelve bytes');
    expect(await one.claim(at('a.pdf'))).toEqual(fresh);
    await rename(join(folder, 'a.pdf'), join(folder, 'b.pdf'));
    expect(await two.claim(at('b.pdf'))).toEqual({ kind: 'elsewhere' });
    expect(await one.begin(at('b.pdf'), begun, signal)).toBe(true);
    await one.finish(at('b.pdf'));
    await mkdir(join(folder, 'sub'));
    await rename(join(folder, 'b.pdf'), join(folder, 'sub', 'c.pdf'));
    expect(await two.claim(at('sub/c.pdf'))).toEqual({ kind: 'done' });
  });

  it('does not block another file of its size and time, beside it or elsewhere', async () => {
    const { folder, at, one, two, places } = await desks();
    await mkdir(join(folder, 'sub'));
    for (const name of ['a.pdf', 'b.pdf']) await writeFile(join(folder, name), 'twelve bytes');
    await writeFile(join(folder, 'sub', 'c.pdf'), 'other bytes!');
    expect(await one.claim(at('a.pdf'))).toEqual(fresh);
    for (const name of ['b.pdf', 'sub/c.pdf']) {
      expect(await two.claim(at(name))).toEqual(fresh);
      expect(await one.claim(at(name))).toEqual({ kind: 'elsewhere' });
      expect(await two.begin(at(name), begun, signal)).toBe(true);
    }
    // A station releases its own claim and no other file's.
    await two.release(at('a.pdf'));
    await one.release(at('b.pdf'));
    await one.release(at('a.pdf'));
    expect(await two.isMine(at('b.pdf'))).toBe(true);
    await two.release(at('b.pdf'));
    await two.release(at('sub/c.pdf'));
    expect(await readdir(places.claims)).toEqual([]);
  });
});

it('is given up if the file was put away meanwhile, and waits if neither file nor claim exists (case 37)', async () => {
  const on = await share();
  const { files, heartbeats } = on.station(1);
  let isFiled = true;
  const claims = createClaims({
    ...{ ...plain, files, heartbeats, station: stationOf(1), clock: on.clock },
    isPutAway: () => Promise.resolve(isFiled),
  });
  const held = { ...file, path: join(on.folder, 'letter.pdf') };
  // Two stations won, on a drive that allows it; the other one filed and put the file away and removed its claim.
  expect(await claims.begin(held, begun, signal)).toBe(false);
  // An unmounted share shows an empty folder.
  isFiled = false;
  expect((await rejectionOf(claims.begin(held, begun, signal))).code).toBe('file-missing');
  await writeFile(held.path, 'letter');
  expect(await claims.begin(held, begun, signal)).toBe(true);
});

describe('a folder that is being replaced, as by a restore or a remount', () => {
  /** Calls of the claim files, of which one comes while the folder is missing. */
  async function stationDuringGap(gapAt: number) {
    const on = await share();
    const path = join(on.folder, 'letter.pdf');
    await writeFile(path, 'letter');
    const { files, heartbeats } = on.station(1);
    let calls = 0;
    const isGap = (): boolean => (calls += 1) - 1 === gapAt;
    const missing = (): never => {
      throw new ChartdropError('file-missing');
    };
    const flickering: ClaimFiles = {
      read: async (key) => (isGap() ? [] : files.read(key)),
      create: async (key, generation, what) => (isGap() ? missing() : files.create(key, generation, what)),
      append: async (key, generation, what) => (isGap() ? missing() : files.append(key, generation, what)),
      remove: (key) => files.remove(key),
    };
    const given = { ...plain, heartbeats, station: stationOf(1), clock: on.clock };
    const sound = createClaims({ ...given, files });
    const held = { ...file, path };
    await sound.claim(held);
    return { held, flickering: createClaims({ ...given, files: flickering }), calls: () => calls };
  }

  it('gives the file to no other station: filing waits or goes on, whatever step it meets', async () => {
    const { held, flickering, calls } = await stationDuringGap(-1);
    expect(await flickering.begin(held, begun, signal)).toBe(true);
    const steps = calls();
    expect(steps).toBe(4);
    const ends: string[] = [];
    for (let step = 0; step < steps; step += 1) {
      const one = await stationDuringGap(step);
      const end = await one.flickering
        .begin(one.held, begun, signal)
        .catch((thrown: unknown) => asChartdropError(thrown).code);
      ends.push(String(end));
      expect(await one.flickering.begin(one.held, begun, signal)).toBe(true);
    }
    expect(ends).not.toContain('false');
    expect(new Set(ends)).toEqual(new Set(['true', 'file-missing', 'folder-not-open']));
    for (const code of ['file-missing', 'folder-not-open'] as const)
      expect(new ChartdropError(code).advice).toMatch(/^(?:retry|wait)$/);
  });

  it('gives a waiting file to no other station either', async () => {
    for (let step = 0; step < 4; step += 1) {
      const { held, flickering } = await stationDuringGap(step);
      expect(await flickering.isMine(held)).toBe(true);
    }
  });
});

it('is free for other bytes under the same name, size and time (case 38)', async () => {
  const on = await share();
  const path = join(on.folder, 'letter.pdf');
  const [one, two] = [on.station(1).claims, on.station(2).claims];
  await writeFile(path, 'first letter');
  await one.claim({ ...file, path });
  await one.finish({ ...file, path });
  expect(await two.claim({ ...file, path })).toEqual({ kind: 'done' });
  await writeFile(path, 'other letter');
  expect(await two.claim({ ...file, path })).toEqual(fresh);
  expect(await one.claim({ ...file, path })).toEqual({ kind: 'elsewhere' });
});

describe('taking over (case 31)', () => {
  it('has one winner among many, each time, who learns what was begun', async () => {
    for (let round = 0; round < 20; round += 1) {
      const on = await share();
      const dead = on.station(99);
      await dead.claims.claim(file);
      expect(await dead.claims.begin(file, begun, signal)).toBe(true);
      const others = Array.from({ length: 12 }, (_, number) => on.station(number + 1));
      for (const other of others) expect(await other.claims.claim(file)).toEqual({ kind: 'elsewhere' });
      on.clock.advance(termMs);
      await ageSign(on.signPath(99), termMs + 1000);
      // They first see the sign's age now, and then watch it for a while.
      for (const other of others) expect(await other.claims.claim(file)).toEqual({ kind: 'elsewhere' });
      on.clock.advance(termMs);
      const all = await Promise.all(others.map((other) => other.claims.claim(file)));
      expect(all.filter(({ kind }) => kind === 'mine')).toEqual([
        { kind: 'mine', takenOver: true, begun: [begun], isUnclear: false },
      ]);
      // The silent station was only asleep.
      expect(await dead.claims.isMine(file)).toBe(false);
      expect(await dead.claims.begin(file, begun, signal)).toBe(false);
      await dead.claims.release(file);
      expect(await on.station(50).claims.claim(file)).toEqual({ kind: 'elsewhere' });
    }
  });

  it('never takes from a station that writes heartbeats, however long it has the file', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    await one.claims.claim(file);
    for (let hours = 0; hours < 50; hours += 1) {
      on.clock.advance(termMs / 2);
      on.passes(termMs / 2);
      await one.heartbeats.give();
      expect(await two.claims.claim(file)).toEqual({ kind: 'elsewhere' });
    }
  });

  it('costs one read for each file that another station has, and one for all of that station', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    const files = Array.from({ length: 30 }, (_, at) => ({
      ...file,
      fingerprint: { ...file.fingerprint, size: at + 1 },
    }));
    for (const each of files) await one.claims.claim(each);
    await two.heartbeats.give();
    await using handle = await open(on.signPath(1));
    const read = vi.spyOn(Object.getPrototypeOf(handle) as FileHandle, 'read');
    onTestFinished(() => read.mockRestore());
    for (const each of files) expect(await two.claims.claim(each)).toEqual({ kind: 'elsewhere' });
    expect(read).toHaveBeenCalledTimes(31);
  });

  it('takes nothing when only the share’s clock jumps (case 30)', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    await one.claims.claim(file);
    await passTerm(on, two);
    // A day later by the share's clock, between two heartbeats of the first.
    await one.heartbeats.give();
    await ageSign(on.signPath(1), 86_400_000);
    expect(await two.claims.claim(file)).toEqual({ kind: 'elsewhere' });
    on.clock.advance(termMs / 8);
    expect(await two.claims.claim(file)).toEqual({ kind: 'elsewhere' });
  });

  it('takes nothing when only this PC’s clock advances: the share’s clock counts', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    await one.claims.claim(file);
    await ageSign(on.signPath(1), termMs / 2);
    await passTerm(on, two);
    on.clock.advance(termMs * 100);
    expect(await two.claims.claim(file)).toEqual({ kind: 'elsewhere' });
  });

  it('waits as long as the silent station itself had set', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    await one.claims.claim(file);
    await writeFile(on.signPath(1), `${termMs * 10} 1\n`);
    await ageSign(on.signPath(1), termMs * 5);
    await passTerm(on, two);
    on.clock.advance(termMs * 10);
    expect(await two.claims.claim(file)).toEqual({ kind: 'elsewhere' });
    await ageSign(on.signPath(1), termMs * 11);
    await two.claims.claim(file);
    on.clock.advance(termMs * 10);
    expect(await two.claims.claim(file)).toMatchObject({ kind: 'mine', takenOver: true });
  });

  it('learns what each of several silent stations had begun', async () => {
    const on = await share();
    const other = { since: 9, patient: patientMark('ab', patientIdSchema.parse('8')) };
    for (const [number, what] of [
      [1, begun],
      [2, other],
    ] as const) {
      const { claims } = on.station(number);
      await claims.claim(file);
      await ageDead(on, claims, number);
      await claims.begin(file, what, signal);
      await ageSign(on.signPath(number), termMs * 2);
    }
    const third = on.station(3).claims;
    await ageDead(on, third, 3);
    expect(await on.station(3).claims.claim(file)).toMatchObject({ begun: [begun, other] });
  });

  it('does not file a file that its station finished at the last moment', async () => {
    const on = await share();
    const [one, two] = [on.station(1), on.station(2)];
    await one.claims.claim(file);
    // Between the check and the next generation.
    const files: ClaimFiles = {
      ...two.files,
      async create(key, generation, line) {
        await one.claims.finish(file);
        return two.files.create(key, generation, line);
      },
    };
    const heartbeats = { ...two.heartbeats, isSilent: () => Promise.resolve(true) };
    const late = createClaims({ ...plain, files, heartbeats, station: stationOf(2), clock: on.clock });
    expect(await late.claim(file)).toEqual({ kind: 'done' });
    expect(await on.station(3).claims.claim(file)).toEqual({ kind: 'done' });
  });

  it('calls a partially written entry unclear', async () => {
    const on = await share();
    const path = join(on.places.claims, `${await claimKey(file)}.0`);
    await writeFile(path, '{"station":"../../etc');
    await ageSign(path, termMs * 2);
    const { claims } = on.station(1);
    expect(await claims.claim(file)).toEqual({ kind: 'elsewhere' });
    on.clock.advance(termMs);
    expect(await claims.claim(file)).toEqual({ kind: 'mine', takenOver: true, begun: [], isUnclear: true });
  });
});

/** Lets `claims` watch until it may take over from silent stations. */
async function ageDead(on: Awaited<ReturnType<typeof share>>, claims: Claims, own: number): Promise<void> {
  for (let looks = 0; looks < 3; looks += 1) {
    await claims.claim(file);
    on.clock.advance(termMs);
  }
  await ageSign(on.signPath(own), 0);
}

describe('the places for claims', () => {
  it('hold no scans, whatever the ignore patterns and types', () => {
    const filter = createFilter({ subfolders: true, types: ['pdf', '0'], ignore: [] });
    expect(filter.enters(claimsFolder)).toBe(false);
    expect(filter.accepts(`${claimsFolder}/claims/a.pdf`).kind).toBe('refused');
    expect(filter.accepts(`${claimsFolder}/claims/clinic/${'a'.repeat(40)}.0`).kind).toBe('refused');
  });

  it.each(['.chartdrop', '.chartdrop/claims', '.chartdrop/claims/clinic', '.chartdrop/stations'])(
    'are refused if %s is a link',
    async (name) => {
      const [folder, other] = [await tempFolder(), await tempFolder()];
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await symlink(other, join(folder, name), 'junction');
      expect((await rejectionOf(makeClaimPlaces(folder, 'clinic'))).code).toBe('claims-denied');
      expect(await readdir(other)).toEqual([]);
    },
  );

  it('write the first sign from two places of one program at once', async () => {
    const on = await share();
    await Promise.all([1, 2, 3].map(() => on.station(1).heartbeats.give({ always: true })));
    expect(await readdir(on.places.stations)).toEqual([stationOf(1)]);
    expect(await readFile(on.signPath(1), 'utf8')).toMatch(/^\d+ 1\n$/);
  });

  it('are never made if the scan folder is gone (case 28)', async () => {
    const gone = join(await tempFolder(), 'gone');
    expect((await rejectionOf(makeClaimPlaces(gone, 'clinic'))).code).toBe('file-missing');
    await mkdir(gone);
    expect(await makeClaimPlaces(gone, 'clinic')).toEqual(await makeClaimPlaces(gone, 'clinic'));
    expect(await readdir(gone)).toEqual(['.chartdrop']);
  });
});
