import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** Bytes and modification time of the database file as its last close left it, and when all of it was last checked. */
const soundCloseSchema = z.object({ size: z.string(), mtimeNs: z.string(), checkedAt: z.number() });

/** A disk can also damage a file that nobody writes to: after this time all of it is checked again. */
const mostDaysUnchecked = 7;
const dayMs = 24 * 60 * 60 * 1000;

/** The file with the note, beside the database. */
const noteOf = (path: string): string => `${path}.closed.json`;

function stateOf(path: string): { size: string; mtimeNs: string } | null {
  // A log that is left over belongs to a process that was killed or still runs.
  if (existsSync(`${path}-wal`)) return null;
  const { size, mtimeNs } = statSync(path, { bigint: true });
  return { size: String(size), mtimeNs: String(mtimeNs) };
}

/**
 * When all of the database was last checked, if its file is exactly as a complete close left it and the check was in the
 * last seven days. null: it must be checked before it is used. `now`: epoch milliseconds.
 */
export function lastCheckOf(path: string, now: number): number | null {
  try {
    const note = soundCloseSchema.parse(JSON.parse(readFileSync(noteOf(path), 'utf8')));
    const state = stateOf(path);
    const age = now - note.checkedAt;
    const isRecent = age >= 0 && age < mostDaysUnchecked * dayMs;
    const isAsLeft = state !== null && state.size === note.size && state.mtimeNs === note.mtimeNs;
    return isRecent && isAsLeft ? note.checkedAt : null;
  } catch {
    // No note, or none that can be read.
    return null;
  }
}

/** The same for an opening that may change the file: the note counts once, and only if it can be removed. */
export function takeSoundClose(path: string, now: number): number | null {
  const checkedAt = lastCheckOf(path, now);
  try {
    rmSync(noteOf(path), { force: true });
    return checkedAt;
  } catch {
    return null;
  }
}

/** Notes after a complete close how the file was left. `checkedAt`: when all of it was last checked, epoch milliseconds. */
export function noteSoundClose(path: string, checkedAt: number): void {
  try {
    const state = stateOf(path);
    if (state !== null) writeFileSync(noteOf(path), JSON.stringify({ ...state, checkedAt }), { mode: 0o600 });
  } catch {
    // Without the note, the next opening checks the file.
  }
}
