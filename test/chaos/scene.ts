import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errnoOf } from '../../main/files/file-errors.ts';
import { pathBytes, textOfPath } from '../../main/files/name-bytes.ts';
import type { PatientId } from '../../preload/contract/ids.ts';
import { renameWhenFree } from './rename-when-free.ts';
import { fileBytes, type Sent, sentOf, sha256Of } from './file-bytes.ts';
import type { Narrowing } from './histories.ts';
import type { Manner, Place, PlannedFile, RoundPlan } from './plan.ts';
import { createSceneHistories } from './scene-histories.ts';
import { type CastPatient, keyOf, type Target, type TargetKey } from './target.ts';
import { createWrittenBook, type Version, type WrittenBook } from './written-book.ts';

export const places: readonly Place[] = ['active', 'fixed', 'by-name', 'deep'];

/** Windows allows no quotes in names. */
const draft = process.platform === 'win32' ? 'letter; draft' : 'letter; "draft"';

/** A name that is not UTF-8, if the system keeps such names (case 42). */
export const westernName = (name: string): string =>
  process.platform === 'linux' ? textOfPath(Buffer.from(name, 'latin1')) : name;

/** File names by people and scanners (case 20). */
const stems = [
  ...[
    'scan',
    'Überweisung é',
    westernName('Befund Müller ß'),
    '漢字',
    "it's & 100% + #",
    '${filename}',
    draft,
  ],
] as const;

export interface Content {
  readonly bytes: Buffer;
  readonly sent: Sent | null;
}

/** State shared by the acts on the folders of a round. */
export interface SceneCore {
  readonly plan: RoundPlan;
  readonly book: WrittenBook;
  readonly folderOf: (place: Place) => string;
  /** The current or last path of a file; by default under its planned name. */
  readonly pathOf: (file: PlannedFile, name?: string) => string;
  /** The charts that a file appearing now may go to. */
  readonly allowedNow: (file: PlannedFile) => Set<TargetKey>;
  readonly isAway: (file: PlannedFile) => boolean;
  readonly next: (file: PlannedFile) => Promise<Content>;
  /** Writes bytes to a path like a scanner. */
  readonly lay: (path: string, bytes: Buffer, manner: Manner) => Promise<void>;
  /** The subfolder of the files of `deep`. */
  readonly deep: { name: string };
}

/** The scan folders of one round, their writers, and the record of the written files. */
export type Scene = ReturnType<typeof createScene>;

/**
 * Writes a file in one go. Node's own `writeFile` writes pieces of 512 KiB and lets others run in between: on a busy machine
 * that pause can be longer than the settle time, and the records would know nothing of such a half.
 */
function writeAtOnce(path: string, bytes: Buffer): void {
  const handle = openSync(pathBytes(path), 'w');
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  } finally {
    closeSync(handle);
  }
}

/**
 * `patients` are those of the round; `armed` returns the selected patient of either program. A file that was put away
 * cannot be changed; such acts return false.
 */
export function createScene(given: {
  directory: string;
  plan: RoundPlan;
  patients: readonly CastPatient[];
  fixed: PatientId;
  armed: () => readonly Target[];
  /** Milliseconds after which an unchanged file counts as finished. */
  settleMs: number;
}) {
  const { directory, plan, patients, armed } = given;
  const book = createWrittenBook();
  const away = new Set<Place>();
  const begun = new Map<number, { content: Content; half: number; at: number; allowed: Set<TargetKey> }>();
  const versions = new Map<number, number>();
  const deep = { name: 'sub' };
  /** The files that a folder's settings exclude at present. */
  const narrowed = new Map<Place, Set<Narrowing>>(places.map((place) => [place, new Set(['subfolders'])]));
  /** Folders whose settings changed at an unknown moment. */
  const unsure = new Set<Place>();

  const folderOf = (place: Place): string => join(directory, 'scans', place);
  const patientOf = (file: PlannedFile): CastPatient => patients[file.patient] as CastPatient;
  /** The patient that a person chooses for a file. */
  const chosenFor = (file: PlannedFile): Target => {
    const { id, caseId } = patientOf(file);
    return { patientId: id, caseId: file.inCase ? caseId : null };
  };
  const chart = (patientId: PatientId): TargetKey => keyOf({ patientId, caseId: null });
  const nameOf = (file: PlannedFile): string => {
    const said = file.spot === 'ignored' ? 'kept back' : (stems[file.number % stems.length] ?? 'scan');
    const stem = `${said} ${file.number}`;
    return `${file.place === 'by-name' ? `${patientOf(file).id}_` : ''}${stem}.${file.type}`;
  };
  const pathOf = (file: PlannedFile, name = nameOf(file)): string => {
    const folder = folderOf(file.place);
    if (file.place === 'deep') return join(folder, deep.name, name);
    if (file.spot === 'inner') return join(folder, 'inner', name);
    return file.spot === 'elsewhere' ? join(`${folder} elsewhere`, name) : join(folder, name);
  };
  const allowedNow = (file: PlannedFile): Set<TargetKey> => {
    if (file.place === 'fixed' || file.place === 'deep') return new Set([chart(given.fixed)]);
    if (file.place === 'by-name') return new Set([chart(patientOf(file).id)]);
    return new Set(armed().map(keyOf));
  };
  /** Whether the settings ignore the file's place. */
  const isOutside = ({ place, type, spot }: PlannedFile): boolean => {
    const out = narrowed.get(place) ?? new Set();
    if ((spot === 'elsewhere') !== out.has('path')) return true;
    return (
      (spot === 'inner' && out.has('subfolders')) ||
      (spot === 'ignored' && out.has('ignores')) ||
      (type === 'txt' && out.has('types'))
    );
  };
  const next = async (file: PlannedFile): Promise<Content> => {
    const version = versions.get(file.number) ?? 0;
    versions.set(file.number, version + 1);
    const bytes = fileBytes(plan, file, version);
    return { bytes, sent: await sentOf(file, bytes) };
  };
  const enter = (
    file: PlannedFile,
    { bytes, sent }: Content,
    allowed: Set<TargetKey>,
    isPartial = false,
  ): Version => {
    const version = book.add({
      file,
      name: nameOf(file),
      sha256: sha256Of(bytes),
      sent,
      allowed,
      isPartial,
    });
    if (unsure.has(file.place)) version.left = 'maybe';
    else if (isOutside(file)) version.left = 'yes';
    return version;
  };
  const isAway = (file: PlannedFile): boolean => away.has(file.place);

  /** Without turns of the event loop in between, which on a busy machine can be longer than the settle time. */
  const reserved = (path: string, bytes: Buffer): void => {
    const handle = openSync(pathBytes(path), 'w');
    try {
      ftruncateSync(handle, bytes.length);
      const step = Math.ceil(bytes.length / 3);
      for (let at = 0; at < bytes.length; at += step) {
        writeSync(handle, bytes.subarray(at, at + step), 0, undefined, at);
      }
    } finally {
      closeSync(handle);
    }
  };

  const lay = async (path: string, bytes: Buffer, manner: Manner): Promise<void> => {
    if (manner === 'whole') writeAtOnce(path, bytes);
    else if (manner === 'reserved') reserved(path, bytes);
    else {
      writeAtOnce(`${path}.tmp`, bytes);
      await renameWhenFree(`${path}.tmp`, path);
    }
  };

  const core: SceneCore = { plan, book, folderOf, pathOf, allowedNow, isAway, next, lay, deep };

  return {
    book,
    folderOf,
    pathOf,
    chosenFor,
    ...createSceneHistories(core),
    /** From now on a folder's settings exclude or include more; `isSure` if the program has listed the folder since. */
    setNarrowed(place: Place, what: Narrowing, isNarrow: boolean, isSure: boolean): void {
      const out = narrowed.get(place);
      if (isNarrow) out?.add(what);
      else out?.delete(what);
      if (isSure) return;
      unsure.add(place);
      for (const one of book.all) if (one.file.place === place) one.left = 'maybe';
    },
    narrowingsOf: (place: Place): ReadonlySet<Narrowing> => narrowed.get(place) ?? new Set(),
    async make(): Promise<void> {
      for (const place of places) {
        await mkdir(folderOf(place), { recursive: true });
        await mkdir(`${folderOf(place)} elsewhere`);
      }
      await mkdir(join(folderOf('deep'), deep.name));
    },
    async write(file: PlannedFile, manner: Manner): Promise<void> {
      if (isAway(file)) return;
      const content = await next(file);
      const { bytes } = content;
      const allowed = allowedNow(file);
      const path = pathOf(file);
      if (file.spot === 'inner') await mkdir(pathBytes(dirname(path)), { recursive: true });
      await lay(path, bytes, manner);
      enter(file, content, allowed);
    },
    async begin(file: PlannedFile): Promise<void> {
      if (isAway(file)) return;
      const content = await next(file);
      const allowed = allowedNow(file);
      const half = Math.floor(content.bytes.length / 2);
      const bytes = content.bytes.subarray(0, half);
      const sent = file.type === 'heic' ? null : await sentOf(file, bytes);
      writeAtOnce(pathOf(file), bytes);
      enter(file, { bytes, sent }, allowed, true);
      begun.set(file.number, { content, half, at: performance.now(), allowed });
    },
    async finish(file: PlannedFile): Promise<void> {
      const started = begun.get(file.number);
      if (started === undefined || isAway(file)) return;
      const { content, half, at } = started;
      // The rest is a new file only if the pause was long enough for the first half to count as finished.
      const allowed = new Set(started.allowed);
      if (performance.now() - at > given.settleMs / 2) allowedNow(file).forEach((one) => allowed.add(one));
      const handle = await open(pathBytes(pathOf(file)), 'a').catch(nullIfGone);
      if (handle === null) return;
      try {
        if ((await handle.stat()).size !== half) return;
        await handle.write(content.bytes.subarray(half));
      } finally {
        await handle.close();
      }
      enter(file, content, allowed);
    },
    /** Returns whether it could be done. */
    async rewrite(file: PlannedFile): Promise<boolean> {
      const before = book.latest(file.number);
      if (before === null || before.isPartial || isAway(file)) return false;
      const path = pathOf(file, before.name);
      const { bytes, sent } = await next(file);
      const handle = await open(pathBytes(path), 'r+').catch(nullIfGone);
      if (handle === null) return false;
      const allowed = allowedNow(file);
      before.allowed.forEach((one) => allowed.add(one));
      let inode: number;
      try {
        inode = (await handle.stat()).ino;
        writeSync(handle.fd, bytes, 0, undefined, 0);
        ftruncateSync(handle.fd, bytes.length);
      } finally {
        await handle.close();
      }
      const version = book.add({ ...before, sha256: sha256Of(bytes), sent, allowed });
      const now = await stat(pathBytes(path)).catch(nullIfGone);
      // The file was just put away, so this wrote into the filed one, which is no scan.
      if (now?.ino !== inode) version.isReplaced = true;
      return true;
    },
    async rename(file: PlannedFile, how: 'name' | 'case' = 'name'): Promise<boolean> {
      const version = book.latest(file.number);
      if (version === null || isAway(file)) return false;
      const upper = version.name.toUpperCase();
      const respelt = upper === version.name ? version.name.toLowerCase() : upper;
      const name = how === 'case' ? respelt : version.name.replace(/(\.\w+)$/, ' renamed$1');
      const done = await renameWhenFree(pathOf(file, version.name), pathOf(file, name)).then(
        () => true,
        nullIfGone,
      );
      if (done === null) return false;
      version.name = name;
      version.wasRenamed = true;
      allowedNow(file).forEach((one) => version.allowed.add(one));
      return true;
    },
    async remove(file: PlannedFile): Promise<boolean> {
      const version = book.latest(file.number);
      if (version === null || isAway(file)) return false;
      const done = await rm(pathBytes(pathOf(file, version.name))).then(() => true, nullIfGone);
      if (done === null) return false;
      version.isRemoved = true;
      return true;
    },
    async vanish(place: Place): Promise<boolean> {
      if (away.has(place)) return false;
      await renameWhenFree(folderOf(place), `${folderOf(place)} (away)`);
      away.add(place);
      return true;
    },
    /** False if another file is in its place: the folder must not be created again. */
    async comeBack(place: Place): Promise<boolean> {
      if (!away.delete(place)) return true;
      const isFree = (await stat(folderOf(place)).catch(nullIfGone)) === null;
      if (isFree) await renameWhenFree(`${folderOf(place)} (away)`, folderOf(place));
      return isFree;
    },
  };
}

export function nullIfGone(thrown: unknown): null {
  if (errnoOf(thrown) === 'ENOENT') return null;
  throw thrown;
}
