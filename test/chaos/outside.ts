import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { basename, sep } from 'node:path';
import process from 'node:process';
import type * as Sqlite from 'node:sqlite';
import { pathBytes, textOfPath } from '../../main/files/name-bytes.ts';
import { unreadableName } from './outside-names.ts';
import { soundOutside } from './sound-outside.ts';

/**
 * Faults outside the program. Loaded into its process by `node --import` and controlled over the channel to the parent.
 * A locked file fails as on Windows, where another program may hold it, and a denied one as that of another user. A full disk uses SQLite's page limit. A clock
 * jump changes the process' wall clock only: timers, the monotonic clock and file times continue.
 */
export interface Outside {
  readonly locked: readonly string[];
  /** Files of another user of the system. */
  readonly denied: readonly string[];
  readonly isDiskFull: boolean;
  /** The error of the PC's clock in milliseconds. */
  readonly clockAheadMs: number;
}
/** The process' report about itself: bytes, and the number of active resources. */
export interface Vitals {
  readonly rss: number;
  readonly heapUsed: number;
  readonly resources: Readonly<Record<string, number>>;
}
export type ToProgram =
  { readonly set: Outside } | { readonly ask: 'vitals' } | { readonly signal: 'SIGTERM' };
export type FromProgram = { readonly done: true } | { readonly vitals: Vitals };

const sqlite = createRequire(import.meta.url)('node:sqlite') as { DatabaseSync: typeof Sqlite.DatabaseSync };
const databases = new Set<Sqlite.DatabaseSync>();
let outside = { ...soundOutside, ...(JSON.parse(process.env['CHAOS_OUTSIDE'] ?? '{}') as Partial<Outside>) };

const trueNow = Date.now.bind(Date);
Date.now = () => trueNow() + outside.clockAheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget) as object,
});

/** SQLite's default page limit. */
const noLimit = 4_294_967_294;

function limit(db: Sqlite.DatabaseSync): void {
  if (!db.isOpen) return;
  const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
  db.exec(`PRAGMA max_page_count = ${outside.isDiskFull ? Math.max(1, pages) : noLimit}`);
}

class WatchedDatabase extends sqlite.DatabaseSync {
  constructor(...given: ConstructorParameters<typeof Sqlite.DatabaseSync>) {
    super(...given);
    if (!String(given[0]).endsWith('chartdrop.sqlite')) return;
    databases.add(this);
    if (outside.isDiskFull) limit(this);
  }
}
sqlite.DatabaseSync = WatchedDatabase;

/** A path as Chartdrop knows it: calls get the bytes of names that are not UTF-8. */
const known = (path: unknown): unknown => (Buffer.isBuffer(path) ? textOfPath(path) : path);
const refuse = (given: unknown): void => {
  const path = known(given);
  if (typeof path !== 'string') return;
  if (basename(path) === unreadableName || outside.denied.includes(path))
    throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
  if (!outside.locked.includes(path)) return;
  throw Object.assign(new Error('EBUSY: resource busy or locked'), { code: 'EBUSY' });
};
const { lstat, open, realpath, rename } = fs.promises;
const { readlinkSync } = fs;
/** A link that simulates a mount: this process sees a folder there under other paths, as on another PC. */
const mount = process.env['CHAOS_MOUNT'] ?? '';
const isMounted = (path: unknown): path is string =>
  mount !== '' && typeof path === 'string' && (path === mount || path.startsWith(mount + sep));
fs.promises.lstat = ((path: string, options: undefined) =>
  path === mount ? fs.promises.stat(path, options) : lstat(path, options)) as typeof lstat;
fs.promises.realpath = (async (path: fs.PathLike, options: 'buffer' | undefined) => {
  const text = known(path);
  if (!isMounted(text)) return options === undefined ? realpath(path) : realpath(path, options);
  await fs.promises.access(path);
  return options === 'buffer' ? Buffer.from(pathBytes(text)) : text;
}) as typeof realpath;
/** The open file's path, as the system tells it: below the mount, not below the folder that stands for it. */
const mounted = mount === '' ? '' : fs.realpathSync(mount);
fs.readlinkSync = ((path: fs.PathLike, options: 'buffer' | undefined) => {
  const real = options === 'buffer' ? readlinkSync(path, options) : readlinkSync(path);
  const text = known(real);
  if (mounted === '' || typeof text !== 'string' || !`${text}${sep}`.startsWith(mounted + sep)) return real;
  const shown = mount + text.slice(mounted.length);
  return options === 'buffer' ? Buffer.from(pathBytes(shown)) : shown;
}) as typeof readlinkSync;
fs.promises.open = async (...given) => {
  refuse(given[0]);
  return open(...given);
};
fs.promises.rename = async (...given) => {
  refuse(given[0]);
  return rename(...given);
};
syncBuiltinESMExports();

function vitals(): Vitals {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return { rss, heapUsed, resources };
}

const answer = (message: FromProgram): void => void process.send?.(message);
process.on('message', (message: ToProgram) => {
  if ('ask' in message) {
    answer({ vitals: vitals() });
    return;
  }
  if ('signal' in message) {
    process.emit(message.signal, message.signal);
    return;
  }
  outside = message.set;
  databases.forEach(limit);
  answer({ done: true });
});
// Must not keep the program running after its parent ended.
process.channel?.unref();
process.on('disconnect', () => process.exit());

/** A fault of the program is printed where it came from: the program itself tells only its code. */
const printFault = (thrown: unknown): void => {
  process.stderr.write(
    `fault: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
  );
};
process.on('uncaughtExceptionMonitor', printFault);
process.on('unhandledRejection', (reason) => {
  // Without the program's own listener, this one would hide the rejection.
  if (process.listenerCount('unhandledRejection') === 1) throw reason;
  printFault(reason);
});
