import { createHash } from 'node:crypto';
import type { Destination } from '../../../preload/contract/destination.ts';
import { createProgram, type Mistake, type Records } from './program.ts';
import { createDisk, type DiskFile, type DiskKind } from './world.ts';

/** Changes by people, scanners, backups and systems to a folder. `at`, `to`: index of the file or name. */
export type Act =
  | { kind: 'scan' | 'overwrite' | 'overwrite alike' | 'save again' | 'touch' | 'permit'; at: number }
  | { kind: 'rename' | 'rename and touch' | 'copy'; at: number; to: number }
  | { kind: 'respell' | 'take out' | 'put back' | 'put back as'; at: number }
  | { kind: 'rename folder' | 'restore all' | 'remount' | 'clock jump' | 'rest' | 'off' | 'on' }
  | { kind: 'subfolders' | 'file one' }
  | { kind: 'arm'; at: number };

const names = ['a.pdf', 'b.pdf', 'c.pdf', 'sub/a.pdf', 'sub/d.pdf'] as const;
const nameAt = (at: number): string => names[at % names.length] ?? 'a.pdf';

/** A person's view of an appearance. */
interface Fate {
  /**
   * `left`: it was there before and is skipped. `scan`: it must be filed or asked about. `either`: both are correct.
   */
  readonly kind: 'left' | 'scan' | 'either';
  readonly armed: Destination | null;
  readonly bytes: string;
}

/** One history: plays acts and returns every objection of a person after each. */
export async function play(
  kind: DiskKind,
  acts: readonly Act[],
  given: { records: Records; patients: readonly Destination[]; mistake: Mistake },
): Promise<string[]> {
  const disk = createDisk(kind);
  const program = createProgram(disk, given.records, given.mistake);
  const fates = new Map<number, Fate>();
  const bin: DiskFile[] = [];
  /** Missing for so long that its entry ended, or removed while the program was off. */
  const ended = new Set<DiskFile>();
  /** Appearances whose bytes the program could read; for others it knows size, time and name. */
  const read = new Set<number>();
  let letters = 0;
  const power = { isOn: true };
  let isSubfolders = false;
  const salt = Math.random().toString(36).slice(2, 10).padEnd(8, '0');

  const letter = (length = 8): string => {
    letters += 1;
    return `${salt}${String(letters).padStart(length, '0')}`;
  };
  const covers = (path: string): boolean => isSubfolders || !path.includes('/');
  const appear = (path: string, bytes: string, fate: Fate['kind']): number => {
    const appearance = fates.size + 1;
    // Files that no settings include are skipped, whenever the settings change.
    fates.set(appearance, {
      kind: covers(path) ? fate : 'left',
      armed: power.isOn ? program.armed() : null,
      bytes,
    });
    return appearance;
  };
  const fateOf = (file: DiskFile): Fate['kind'] => fates.get(file.appearance)?.kind ?? 'either';
  const setFate = (file: DiskFile, fate: Fate['kind']): void => {
    const before = fates.get(file.appearance);
    if (before !== undefined) fates.set(file.appearance, { ...before, kind: fate });
  };
  /** Written for one patient, and again while another is selected: either may be meant. */
  const isForAnother = ({ appearance }: DiskFile): boolean => {
    const fate = fates.get(appearance);
    return power.isOn && fate?.kind === 'scan' && program.armed() !== null && fate.armed !== program.armed();
  };
  const fileAt = (at: number): DiskFile | undefined => {
    const all = disk.all();
    return all.length === 0 ? undefined : all[at % all.length];
  };
  /** Moves a file with its appearance. From an excluded place it may be either afterwards. */
  const move = (file: DiskFile, to: string): void => {
    const over = disk.get(to);
    if (over !== undefined && over.appearance === file.appearance && over.path === to) return;
    if (over !== undefined && over.path !== file.path) disk.remove(to);
    if (covers(file.path) !== covers(to)) setFate(file, 'either');
    // The program is off, or another file of the history is replaced: names alone do not tell which file is which.
    if (over !== undefined && over.path !== file.path) setFate(file, 'either');
    disk.rename(file.path, to);
  };

  const act = async (one: Act): Promise<void> => {
    disk.pass(3_000);
    switch (one.kind) {
      case 'scan': {
        const name = nameAt(one.at);
        const before = disk.get(name);
        const bytes = letter(8 + (letters % 3));
        disk.write(name, bytes, appear(name, bytes, 'scan'));
        if (before !== undefined && !power.isOn) setFate(before, 'either');
        return;
      }
      case 'overwrite':
      case 'overwrite alike': {
        const file = fileAt(one.at);
        if (file === undefined) return;
        const bytes = letter(one.kind === 'overwrite' ? 12 + (letters % 5) : 8);
        disk.write(file.path, bytes, appear(file.path, bytes, 'scan'));
        return;
      }
      case 'save again': {
        const file = fileAt(one.at);
        if (file === undefined) return;
        const appearance = isForAnother(file) ? appear(file.path, file.bytes, 'either') : file.appearance;
        disk.write(file.path, file.bytes, appearance);
        return;
      }
      case 'touch': {
        const file = fileAt(one.at);
        if (file !== undefined)
          disk.change(file.path, { modifiedNs: (disk.now() / kind.stepNs) * kind.stepNs });
        return;
      }
      case 'permit': {
        const file = fileAt(one.at);
        if (file !== undefined) disk.change(file.path, {});
        return;
      }
      case 'rename': {
        const file = fileAt(one.at);
        if (file !== undefined) move(file, nameAt(one.to));
        return;
      }
      case 'rename and touch': {
        const file = fileAt(one.at);
        if (file === undefined) return;
        const to = nameAt(one.to);
        if (isForAnother(file) || !read.has(file.appearance)) setFate(file, 'either');
        move(file, to);
        disk.change(to, { modifiedNs: (disk.now() / kind.stepNs) * kind.stepNs });
        return;
      }
      case 'respell': {
        const file = fileAt(one.at);
        if (file !== undefined && kind.isCaseBlind)
          disk.rename(
            file.path,
            file.path.replace(/[^/]+$/, (name) =>
              name === name.toLowerCase() ? name.toUpperCase().replace('.PDF', '.pdf') : name.toLowerCase(),
            ),
          );
        return;
      }
      case 'copy': {
        const file = fileAt(one.at);
        const to = nameAt(one.to);
        if (file === undefined || disk.get(to) !== undefined) return;
        // A copy keeps its file's time, so if one of the two disappears, the other may be either. A separate test shows
        // that a plain copy is a scan while its original stays skipped.
        const appearance = appear(to, file.bytes, 'either');
        for (const [other, fate] of fates)
          if (fate.bytes === file.bytes) fates.set(other, { ...fate, kind: 'either' });
        disk.write(to, file.bytes, appearance, file.modifiedNs);
        return;
      }
      case 'take out': {
        const file = fileAt(one.at);
        if (file === undefined) return;
        disk.remove(file.path);
        bin.push(file);
        // The program has not seen it: its next appearance is its first.
        if (!covers(file.path)) setFate(file, 'either');
        return;
      }
      case 'put back':
      case 'put back as': {
        const file = bin.splice(one.at % Math.max(1, bin.length), 1)[0];
        if (file === undefined) return;
        const to = one.kind === 'put back' ? file.path : nameAt(one.at);
        if (disk.get(to) !== undefined) return;
        // A skipped file stays skipped. A taken file whose entry ended is a new scan. In between, both are correct.
        const isLeft = fateOf(file) === 'left' && covers(to) === covers(file.path);
        const isEnded = ended.has(file) && power.isOn && fateOf(file) !== 'either';
        const fate = isLeft ? 'left' : isEnded ? 'scan' : 'either';
        disk.putBack(to, file, isLeft ? file.appearance : appear(to, file.bytes, fate));
        return;
      }
      case 'rename folder':
        for (const file of disk.all()) {
          if (file.path.startsWith('sub/')) disk.rename(file.path, file.path.replace(/^sub\//, 'later/'));
          else if (file.path.startsWith('later/')) {
            const to = file.path.replace(/^later\//, 'sub/');
            if (disk.get(to) === undefined) disk.rename(file.path, to);
          }
        }
        return;
      case 'restore all':
        for (const file of disk.all()) {
          disk.remove(file.path);
          disk.putBack(
            file.path,
            { ...file, modifiedNs: (file.modifiedNs / 1_000_000n) * 1_000_000n },
            file.appearance,
          );
        }
        return;
      case 'remount':
        disk.remount();
        return;
      case 'clock jump':
        disk.pass(letters % 2 === 0 ? 86_400_000 : -86_400_000);
        return;
      case 'rest':
        if (!power.isOn) return;
        for (const file of bin) ended.add(file);
        program.rest();
        for (const file of disk.all()) if (covers(file.path)) read.add(file.appearance);
        return;
      case 'off':
        power.isOn = false;
        return;
      case 'on':
        if (!power.isOn) await program.restart();
        power.isOn = true;
        return;
      case 'subfolders':
        if (!power.isOn || isSubfolders) return;
        // Excluded files need not be filed.
        await program.takeSubfolders();
        isSubfolders = true;
        return;
      case 'arm':
        if (power.isOn) program.arm(given.patients[one.at % (given.patients.length + 1)] ?? null);
        return;
      case 'file one': {
        if (!power.isOn) return;
        const path = program.fileOne();
        const file = path === null ? undefined : disk.remove(path);
        if (file === undefined) return;
        bin.push(file);
        ended.add(file);
        return;
      }
    }
  };

  const objections = (): string[] => {
    const found: string[] = [];
    const jobs = program.jobs();
    const isFiled = (state: string): boolean => state !== 'inbox' && state !== 'dismissed';
    const owners = new Map<string, number>();
    for (const [appearance, { kind: fate, armed }] of fates) {
      const mine = jobs.filter(({ id }) => program.takenAs(appearance).has(id));
      const filed = mine.filter(({ state }) => isFiled(state));
      // Once a person was asked about it, the person decides.
      const isAsked = mine.some(({ id }) => program.isQuestion(id));
      if (fate === 'left' && filed.length > 0 && !isAsked) found.push(`${appearance} filed unasked`);
      if (fate !== 'scan') continue;
      for (const job of filed)
        if ('destination' in job && job.destination.patient.id !== armed?.patient.id)
          found.push(`${appearance} misfiled`);
      for (const { id } of mine) {
        if (program.isQuestion(id)) continue;
        const owner = owners.get(id);
        if (owner !== undefined) found.push(`${appearance} swallowed by ${owner}`);
        owners.set(id, appearance);
      }
    }
    // If a person was already asked about these bytes, one question is enough.
    const asked = new Set(
      jobs.flatMap((job) =>
        job.state === 'inbox' && job.reason === 'was-left-alone' ? [job.file.sha256] : [],
      ),
    );
    for (const file of disk.all()) {
      const isLooked = power.isOn && program.isCovered(file.path) && fateOf(file) === 'scan';
      const isAsked = asked.has(createHash('sha256').update(file.bytes).digest('hex'));
      if (isLooked && !isAsked && program.takenAs(file.appearance).size === 0)
        found.push(`${file.appearance} swallowed`);
    }
    const byBytes = Map.groupBy(
      jobs.filter(({ state }) => isFiled(state)),
      ({ file }) => file.sha256 ?? '',
    );
    for (const many of byBytes.values())
      if (many.length > 1) found.push(`${many[0]?.file.name ?? ''} filed twice`);
    return found;
  };

  for (const name of ['a.pdf', 'sub/d.pdf', 'b.pdf']) {
    const bytes = letter();
    disk.pass(3_000);
    disk.write(name, bytes, appear(name, bytes, 'left'));
  }
  await program.look();
  program.rest();
  for (const file of disk.all()) if (covers(file.path)) read.add(file.appearance);
  for (const [index, one] of acts.entries()) {
    await act(one);
    if (power.isOn) await program.look();
    const found = objections();
    if (found.length > 0) return found.map((what) => `${kind.name}, act ${index} (${one.kind}): ${what}`);
  }
  return [];
}
