import { posix } from 'node:path';
import type { RefusalRule } from '../../../preload/contract/folder-account.ts';
import { readableName } from '../../../preload/contract/readable-name.ts';
import type { ScanFolder } from '../../../preload/contract/scan-folder.ts';
import { systemNames } from '../../../preload/contract/scan-folder-defaults.ts';
import { compileGlob } from './glob.ts';

export type FilterSettings = Pick<ScanFolder, 'subfolders' | 'types' | 'ignore'>;

/** Why a name is not a scan; `filed`: it is in the folder of filed scans. */
export type Refusal = 'filed' | Exclude<RefusalRule, 'no-file'>;
export type Acceptance = { kind: 'accepted' } | { kind: 'refused'; why: Refusal };

export interface Filter {
  /** Whether the file at this path, relative to its scan folder with `/` between parts, may become a scan. */
  accepts(relativePath: string): Acceptance;
  /** Whether files inside this subfolder may become scans. */
  enters(relativePath: string): boolean;
  /**
   * The rule that a person would name for a refused path: `Thumbs.db` is refused as a system file, although its type
   * would do. null: it is accepted, or Chartdrop's own.
   */
  ruleOf(relativePath: string, kind: 'file' | 'folder'): RefusalRule | null;
}

/** The folder for filed scans, at the root of their scan folder; never watched. */
export const filedFolder = 'Filed';
/** Chartdrop's own entries in a scan folder begin with it. */
const own = '.chartdrop';
const systems: ReadonlySet<string> = new Set(systemNames);

const accepted: Acceptance = { kind: 'accepted' };
const refused = (why: Refusal): Acceptance => ({ kind: 'refused', why });

/**
 * As a person reads a name: NFD and NFC are the same (case 20), systems store one or the other. Bytes that are not UTF-8 are
 * the letters that people see for them.
 */
const fold = (text: string) => readableName(text).normalize('NFC').toLowerCase();
const isPlain = (text: string) => !/[*?[\]{}()!+@\\]/.test(text);

/** One ignore pattern as a test on a folded name. Common forms need no glob, since 100,000 names pass here. */
function ignoreTest(pattern: string): (name: string, path: string) => boolean {
  const glob = fold(pattern);
  if (glob.includes('/')) {
    const test = compileGlob(glob);
    return (_name, path) => test(path);
  }
  if (isPlain(glob)) return (name) => name === glob;
  const [start = '', end = '', ...more] = glob.split('*');
  if (more.length === 0 && isPlain(start + end)) {
    const least = start.length + end.length;
    return (name) => name.length >= least && name.startsWith(start) && name.endsWith(end);
  }
  return compileGlob(glob);
}

/** The names of one scan folder that are included; extensions and patterns ignore case. */
export function createFilter(settings: FilterSettings): Filter {
  const types = new Set(settings.types);
  const tests = settings.ignore.map(ignoreTest);

  /** The reason against any part of the path, including folders: `.sync/a.pdf` is as hidden as `.a.pdf`. */
  const refusalOfParts = (path: string): 'hidden' | 'ignored' | null => {
    let end = -1;
    do {
      const start = end + 1;
      end = path.indexOf('/', start);
      const part = end === -1 ? path.slice(start) : path.slice(start, end);
      if (part.startsWith('.')) return 'hidden';
      const whole = end === -1 ? path : path.slice(0, end);
      if (tests.some((test) => test(part, whole))) return 'ignored';
    } while (end !== -1);
    return null;
  };

  const refusalOfFolders = (path: string, isFolder: boolean): 'filed' | 'subfolder' | null => {
    const slash = path.indexOf('/');
    const first = slash === -1 && isFolder ? path : path.slice(0, Math.max(0, slash));
    if (first === '') return null;
    if (first === filedFolder.toLowerCase()) return 'filed';
    return settings.subfolders ? null : 'subfolder';
  };

  return {
    accepts(relativePath) {
      const path = fold(relativePath);
      const folders = refusalOfFolders(path, false);
      if (folders !== null) return refused(folders);
      // The type first: it is the cheapest test, and excludes most foreign files.
      const type = posix.extname(path).slice(1);
      if (!types.has(type))
        return refused(path.startsWith('.') ? 'hidden' : type === '' ? 'no-type' : 'type');
      const parts = refusalOfParts(path);
      return parts === null ? accepted : refused(parts);
    },
    enters(relativePath) {
      const path = fold(relativePath);
      return refusalOfFolders(path, true) === null && refusalOfParts(path) === null;
    },
    ruleOf(relativePath, kind) {
      const path = fold(relativePath);
      const name = posix.basename(path);
      if (name.startsWith(own)) return null;
      const parts = systems.has(name) ? 'hidden' : refusalOfParts(path);
      const folders = refusalOfFolders(path, kind === 'folder');
      if (folders === 'filed') return null;
      if (parts !== null || folders !== null) return parts ?? folders;
      if (kind === 'folder') return null;
      const acceptance = this.accepts(relativePath);
      return acceptance.kind === 'refused' && acceptance.why !== 'filed' ? acceptance.why : null;
    },
  };
}
