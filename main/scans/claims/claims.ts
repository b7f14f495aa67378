import { createHmac } from 'node:crypto';
import type { PatientId } from '../../../preload/contract/ids.ts';
import { ChartdropError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { isFileError } from '../../files/file-errors.ts';
import { readFingerprint } from '../../files/fingerprint.ts';
import type { Begun, Claim, ClaimFiles, ClaimLine } from './claim-files.ts';
import { type ClaimedFile, claimKey, nameDigest, secondKey } from '../identity/claim-key.ts';
import { readMark } from '../../files/file-mark.ts';
import { createWakeableSleep } from '../../base/wakeable-sleep.ts';
import type { Heartbeats } from './heartbeats.ts';

/**
 * `mine`: `begun` lists what earlier stations may have filed before they died; `isUnclear`: some of it is unreadable.
 * `done`: the file was handled elsewhere. `elsewhere`: another station has it.
 */
export type ClaimResult =
  | { kind: 'mine'; takenOver: boolean; begun: readonly Begun[]; isUnclear: boolean }
  | { kind: 'done' }
  | { kind: 'elsewhere' };

/** The agreement of the stations that watch one folder: each file belongs to one station (case 31). */
export interface Claims {
  /** Claims a file, or takes it over from a silent station. Throws `claims-denied`, and the share's errors. */
  claim(file: ClaimedFile): Promise<ClaimResult>;
  /**
   * Records that filing begins, before anything leaves this PC; false only if another station has the file now. Waits
   * until a simultaneous claim by another station must be visible. Throws `folder-not-open` if the claim disappears
   * meanwhile: its folder is being replaced.
   */
  begin(file: ClaimedFile, begun: Begun, signal: AbortSignal): Promise<boolean>;
  /** False only if another station has it now. */
  isMine(file: ClaimedFile): Promise<boolean>;
  /** The file is handled, for every station that finds it. */
  finish(file: ClaimedFile): Promise<void>;
  /** The file is gone, or never became a job. */
  release(file: ClaimedFile): Promise<void>;
}

export interface ClaimsDeps {
  readonly files: ClaimFiles;
  readonly heartbeats: Heartbeats;
  readonly station: string;
  readonly clock: Clock;
  /** Milliseconds until each station sees the others' writes; 0 if the server decides alone. */
  readonly settleMs: number;
  /** Names in the file's folder as this station sees them, including its own, relative to the scan folder. */
  readonly namesBeside: (file: ClaimedFile) => Promise<readonly string[]>;
  /** Whether any program has filed the file and put it away. */
  readonly isPutAway: (file: ClaimedFile) => Promise<boolean>;
  /** Another station replaced our claim: the drive let two stations win (case 56). */
  readonly onContested: () => void;
}

/**
 * A patient's id under a secret of the document: the hash of its bytes, or of the first bytes while not all were read.
 * Only a reader of the document can compare it.
 */
export function patientMark(secret: string, patient: PatientId): string {
  return createHmac('sha256', secret).update(patient).digest('hex').slice(0, 32);
}

export function createClaims(deps: ClaimsDeps): Claims {
  const { files, heartbeats, station, clock } = deps;
  /** Claims made by this run, with their moment in monotonic milliseconds. */
  const made = new Map<string, { generation: number; at: number }>();
  const openedAt = clock.monotonic();

  const line = (file: ClaimedFile, state: ClaimLine['state'], begun: Begun | null = null): ClaimLine => ({
    ...{ station, state, begun },
    name: nameDigest(file.relativePath),
  });
  const isOurs = (claim: Claim): boolean => claim.line?.station === station;
  const isDone = (claims: readonly Claim[]): boolean => claims.some((claim) => claim.line?.state === 'done');

  /** A mark of the file's current bytes, or none if it is gone or unreadable. */
  const markOf = async ({ path }: ClaimedFile): Promise<{ mark?: string }> => {
    try {
      return { mark: (await readMark(path)).hash };
    } catch (thrown) {
      if (isFileError(thrown)) return {};
      throw thrown;
    }
  };
  const marked = async (file: ClaimedFile, state: 'taken' | 'done'): Promise<ClaimLine> => ({
    ...line(file, state),
    ...(await markOf(file)),
  });
  /** A device without a clock reuses name, size and time: then the bytes show that the done file is another letter. */
  const isOfOtherBytes = async (claim: Claim, file: ClaimedFile): Promise<boolean> => {
    const done = claim.line?.mark;
    if (done === undefined) return false;
    const { mark } = await markOf(file);
    return mark !== undefined && mark !== done;
  };

  const noted = (key: string, claims: Claim[]): Claim[] => {
    const own = made.get(key);
    const replaced = own === undefined ? null : claims[own.generation]?.line;
    if (replaced != null && replaced.station !== station) {
      made.delete(key);
      deps.onContested();
    }
    return claims;
  };
  const read = async (key: string): Promise<Claim[]> => noted(key, await files.read(key));
  const top = async (key: string): Promise<Claim | undefined> => (await read(key)).at(-1);
  /** A claim that must be there. Without it no station has the file: its folder was unmounted, or is being replaced. */
  const existing = (last: Claim | undefined): Claim => {
    if (last === undefined) throw new ChartdropError('folder-not-open');
    return last;
  };

  /**
   * Whether a claim belongs to another file of the same size and time: that file's name exists beside this one, or its
   * bytes differ. If its name is gone, it is this file under its earlier name.
   */
  const isOfAnother = async (claim: Claim, file: ClaimedFile): Promise<boolean> => {
    const { name, mark: other } = claim.line ?? {};
    if (name === undefined || name === nameDigest(file.relativePath)) return false;
    if ((await deps.namesBeside(file)).some((beside) => nameDigest(beside) === name)) return true;
    if (other === undefined) return false;
    const { mark } = await markOf(file);
    return mark !== undefined && mark !== other;
  };

  /** The file's current key, the second one if the first belongs to another file, and what it has. */
  const find = async (file: ClaimedFile): Promise<{ key: string; claims: Claim[] }> => {
    const key = await claimKey(file);
    const second = secondKey(key, file.relativePath);
    const others = await read(second);
    if (others.length > 0) return { key: second, claims: others };
    const claims = await files.read(key);
    const last = claims.at(-1);
    if (last !== undefined && (await isOfAnother(last, file))) return { key: second, claims: others };
    return { key, claims: noted(key, claims) };
  };

  const mine = (claims: readonly Claim[], takenOver: boolean): ClaimResult => ({
    kind: 'mine',
    takenOver,
    begun: claims.flatMap(({ line: last }) =>
      last?.state === 'began' && last.begun !== null ? [last.begun] : [],
    ),
    // Its station died while writing its first line, or the disk damaged it. A station with an empty claim never had
    // the file.
    isUnclear: claims.some(
      ({ line: last, isEmpty }) =>
        (last === null && !isEmpty) || (last?.state === 'began' && last.begun === null),
    ),
  });

  const isSilent = (key: string, { line: last, modifiedMs }: Claim): Promise<boolean> =>
    heartbeats.isSilent(last?.station ?? `unread-${key}`, modifiedMs);

  /** Creates a generation and reads it back: the content names the owner, whatever the create returned (case 56). */
  const create = async (key: string, generation: number, what: ClaimLine): Promise<boolean> => {
    if (!(await files.create(key, generation, what))) return false;
    made.set(key, { generation, at: clock.monotonic() });
    const claim = (await read(key))[generation];
    return claim !== undefined && isOurs(claim);
  };

  const takeOver = async (key: string, last: Claim, file: ClaimedFile): Promise<ClaimResult> => {
    const next = last.generation + 1;
    if (!(await create(key, next, await marked(file, 'taken')))) return { kind: 'elsewhere' };
    // Read after our generation exists: if the other station writes later, it sees that it has lost the file.
    const before = (await read(key)).filter((claim) => claim.generation < next);
    if (!isDone(before)) return mine(before, true);
    await files.append(key, next, line(file, 'done'));
    return { kind: 'done' };
  };

  /** Waits until a simultaneous claim must be visible; returns whether it had to wait. Throws `aborted`. */
  const settled = async (key: string, signal: AbortSignal): Promise<boolean> => {
    const left = (made.get(key)?.at ?? openedAt) + deps.settleMs - clock.monotonic();
    if (deps.settleMs === 0 || left <= 0) return false;
    await createWakeableSleep(clock, signal).for(left);
    if (signal.aborted) throw new ChartdropError('aborted');
    return true;
  };

  return {
    async claim(file) {
      // First, since others may be taking over from a PC that slept.
      await heartbeats.give();
      let { key, claims } = await find(file);
      for (; ; claims = await read(key)) {
        const last = claims.at(-1);
        if (last === undefined) {
          if (await create(key, 0, await marked(file, 'taken'))) return mine([], false);
          // A faster station's claim is there now; if none is, the share shows it later.
          if ((await read(key)).length === 0) return { kind: 'elsewhere' };
          continue;
        }
        if (await isOfAnother(last, file)) {
          key = secondKey(key, file.relativePath);
          continue;
        }
        if (last.line?.state === 'done' && isOurs(last)) {
          // This station handled the previous file, and now says that this is another scan.
          await files.append(key, last.generation, await marked(file, 'taken'));
          return mine([], false);
        }
        if (last.line?.state === 'done') {
          if (!(await isOfOtherBytes(last, file))) return { kind: 'done' };
          const isFirst = await create(key, last.generation + 1, await marked(file, 'taken'));
          return isFirst ? mine([], false) : { kind: 'elsewhere' };
        }
        if (isOurs(last)) return mine(claims, claims.length > 1);
        if (!(await isSilent(key, last))) return { kind: 'elsewhere' };
        return takeOver(key, last, file);
      }
    },
    async begin(file, begun, signal) {
      const { key, claims } = await find(file);
      // Others may be taking over from a PC that slept; the check below shows it.
      let last = (await heartbeats.give()) ? await top(key) : claims.at(-1);
      if (last === undefined) {
        if (await deps.isPutAway(file)) return false;
        // Its bytes were touched or the folder tidied: it is claimed again with its current key. If neither file nor
        // claim exists, the share may not be mounted.
        await readFingerprint(file.path);
        await create(key, 0, await marked(file, 'taken'));
        last = await top(key);
      }
      if (await settled(key, signal)) last = await top(key);
      const own = existing(last);
      if (!isOurs(own)) return false;
      if (own.line?.begun?.patient !== begun.patient)
        await files.append(key, own.generation, { ...own.line, ...line(file, 'began', begun) });
      const now = existing(await top(key));
      return now.generation === own.generation && isOurs(now);
    },
    async isMine(file) {
      const last = (await find(file)).claims.at(-1);
      return last === undefined || isOurs(last);
    },
    async finish(file) {
      const { key, claims } = await find(file);
      const last = claims.at(-1);
      made.delete(key);
      if (last === undefined) await files.create(key, 0, await marked(file, 'done'));
      else if (isOurs(last) && last.line?.state !== 'done')
        await files.append(key, last.generation, await marked(file, 'done'));
    },
    async release(file) {
      const { key, claims } = await find(file);
      const last = claims.at(-1);
      made.delete(key);
      if (last === undefined || !isOurs(last)) return;
      // A claim that was taken over stays, so that the previous PC learns of it when it returns.
      if (last.generation === 0) await files.remove(key);
      else if (last.line?.state !== 'done') await files.append(key, last.generation, line(file, 'done'));
    },
  };
}
