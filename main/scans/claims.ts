import { createHash, createHmac } from 'node:crypto';
import type { PatientId } from '../../preload/contract/ids.ts';
import type { Fingerprint } from '../../preload/contract/job.ts';
import type { Begun, Claim, ClaimFiles, ClaimLine } from './claim-files.ts';
import type { SignsOfLife } from './signs-of-life.ts';

/** A file as every station sees it: by its place in the folder, its size and its time. */
export interface ClaimedFile {
  /** With `/` between parts. */
  readonly relativePath: string;
  readonly fingerprint: Pick<Fingerprint, 'size' | 'modifiedNs'>;
}

/**
 * `mine` carries what earlier stations may have filed without living to say so, and whether any of that cannot be read.
 */
export type Taking =
  | { kind: 'mine'; takenOver: boolean; begun: readonly Begun[]; isUnclear: boolean }
  | { kind: 'done' }
  | { kind: 'elsewhere' };

/** The agreement of the stations that watch one folder: each file is one station's (case 31). */
export interface Claims {
  /** Claims a file, or takes it over from a station that went silent. Throws `claims-denied`, and the share's errors. */
  take(file: ClaimedFile): Promise<Taking>;
  /** Writes down that filing begins, before anything leaves this PC; false where another station has the file now. */
  begin(file: ClaimedFile, begun: Begun): Promise<boolean>;
  /** False only where another station has it now. */
  isMine(file: ClaimedFile): Promise<boolean>;
  /** The file is dealt with, whoever meets it where it lies. */
  finish(file: ClaimedFile): Promise<void>;
  /** The file is not there any more, or never became a job. */
  release(file: ClaimedFile): Promise<void>;
}

/**
 * Equal on every station: names in NFC, as systems differ in what they keep, and times in microseconds, as one protocol
 * counts in nanoseconds and the other in tenths of a microsecond. Says nothing about the file to who cannot list it.
 */
export function claimKey({ relativePath, fingerprint }: ClaimedFile): string {
  const micros = (BigInt(fingerprint.modifiedNs) / 1000n).toString();
  return createHash('sha256')
    .update(JSON.stringify([relativePath.normalize('NFC'), fingerprint.size, micros]))
    .digest('hex')
    .slice(0, 40);
}

/**
 * A patient's id under a secret of the document: the hash of its bytes or, before they were all read, of the first of
 * them. Only who can read the document can tell whose it is.
 */
export function patientMark(secret: string, patient: PatientId): string {
  return createHmac('sha256', secret).update(patient).digest('hex').slice(0, 32);
}

export function createClaims(deps: { files: ClaimFiles; signs: SignsOfLife; station: string }): Claims {
  const { files, signs, station } = deps;
  const line = (state: ClaimLine['state'], begun: Begun | null = null): ClaimLine => ({
    station,
    state,
    begun,
  });
  const isOurs = (claim: Claim): boolean => claim.line?.station === station;
  const isDone = (claims: readonly Claim[]): boolean => claims.some((claim) => claim.line?.state === 'done');

  const mine = (claims: readonly Claim[], takenOver: boolean): Taking => ({
    kind: 'mine',
    takenOver,
    begun: claims.flatMap(({ line: last }) =>
      last?.state === 'began' && last.begun !== null ? [last.begun] : [],
    ),
    // Nothing readable: its station died while it wrote its first line, before it did anything, or a disk spoilt it.
    isUnclear: claims.some(
      ({ line: last }) => last === null || (last.state === 'began' && last.begun === null),
    ),
  });

  const isSilent = (key: string, { line: last, modifiedMs }: Claim): Promise<boolean> =>
    signs.isSilent(last?.station ?? `unread-${key}`, modifiedMs);

  const takeOver = async (key: string, last: Claim): Promise<Taking | null> => {
    const next = last.generation + 1;
    if (!(await files.create(key, next, line('taken')))) return null;
    // Read after ours is there: whatever the other one writes from now on, it then sees that it has lost the file.
    const before = (await files.read(key)).filter((claim) => claim.generation < next);
    if (!isDone(before)) return mine(before, true);
    await files.append(key, next, line('done'));
    return { kind: 'done' };
  };

  const top = async (key: string): Promise<Claim | undefined> => (await files.read(key)).at(-1);

  return {
    async take(file) {
      const key = claimKey(file);
      await signs.give();
      for (;;) {
        const claims = await files.read(key);
        const last = claims.at(-1);
        if (last === undefined) {
          if (await files.create(key, 0, line('taken'))) return mine([], false);
          continue;
        }
        if (last.line?.state === 'done') return { kind: 'done' };
        if (isOurs(last)) return mine(claims, claims.length > 1);
        if (!(await isSilent(key, last))) return { kind: 'elsewhere' };
        return (await takeOver(key, last)) ?? { kind: 'elsewhere' };
      }
    },
    async begin(file, begun) {
      const key = claimKey(file);
      // A PC that slept may be taken for dead at this very moment; the look below then shows it.
      await signs.give();
      let last = await top(key);
      if (last === undefined) {
        // Its bytes were touched, or the folder tidied: it is claimed anew under what it is now.
        await files.create(key, 0, line('taken'));
        last = await top(key);
      }
      if (last === undefined || !isOurs(last)) return false;
      if (last.line?.begun?.patient !== begun.patient)
        await files.append(key, last.generation, line('began', begun));
      return (await top(key))?.generation === last.generation;
    },
    async isMine(file) {
      const last = await top(claimKey(file));
      return last === undefined || isOurs(last);
    },
    async finish(file) {
      const key = claimKey(file);
      const last = await top(key);
      if (last === undefined) await files.create(key, 0, line('done'));
      else if (isOurs(last) && last.line?.state !== 'done')
        await files.append(key, last.generation, line('done'));
    },
    async release(file) {
      const key = claimKey(file);
      const last = await top(key);
      if (last === undefined || !isOurs(last)) return;
      // One that was taken over stays, so that the PC it was taken from learns of it when it comes back.
      if (last.generation === 0) await files.remove(key);
      else if (last.line?.state !== 'done') await files.append(key, last.generation, line('done'));
    },
  };
}
