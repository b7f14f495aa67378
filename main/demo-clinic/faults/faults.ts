import { createRandom } from '../base/seeded-random.ts';
import { defaultSwitches, type Switches } from './switches.ts';

/** What a request is about, for scripts that should not know the service's paths. */
export type FaultStep =
  | 'user'
  | 'users'
  | 'practice'
  | 'appointments'
  | 'settings'
  | 'patients'
  | 'patient'
  | 'cases'
  | 'case'
  | 'case-create'
  | 'case-write'
  | 'presign'
  | 'storage'
  | 'create'
  | 'list'
  | 'attachment'
  | 'archive'
  | 'archive-by-delete'
  | 'content'
  | 'download';

/** What an attachment comes to instead of being processed as it should; only for the step `create`. */
export type Fate =
  | 'never-process'
  | 'process-wrong-size'
  | 'process-wrong-patient'
  | 'vanish'
  | 'clean-name'
  | 'null-completed'
  | 'null-attributes';

export type FaultAct =
  /** The connection is cut: before anything happened, or after all of it did but before the answer. */
  | 'drop-before'
  | 'drop-after'
  /** The connection stays open and no answer ever comes: with nothing done, or with all of it done. */
  | 'hang'
  | 'hang-after'
  /** A gateway's error page instead of JSON or XML. */
  | 'html'
  /** The right answer, cut in the middle, with a content length that fits; a `download` breaks off there instead. */
  | 'truncate'
  /** For `presign`: a policy that has expired already. For `storage`: this policy counts as expired. */
  | 'expire-policy'
  /** For `presign`: nothing, or a post without its url or its fields. */
  | 'null-post'
  | 'null-url'
  | 'null-fields'
  | Fate
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** A 429 whose reset lies this many milliseconds ahead. */
  | { readonly rateLimitMs: number }
  | { readonly delayMs: number }
  /**
   * For `case-write`: another writer, who read the case's list before this write, writes it back so many milliseconds
   * after it, with one more attachment of its own.
   */
  | { readonly overwriteMs: number }
  /** For `storage`: the body is read at this speed. */
  | { readonly slowRead: number };

/** One entry of a script; all that is given must fit. Plain JSON, so that it can be sent to another process. */
export interface Fault {
  readonly step?: FaultStep;
  readonly method?: string;
  /** A regular expression for the path with its query. */
  readonly path?: string;
  /** How many fitting requests pass unharmed first; default none. */
  readonly skip?: number;
  /** How often it strikes; default once. */
  readonly times?: number | 'always';
  readonly act: FaultAct;
}
export type FaultScript = readonly Fault[];

export interface FaultRequest {
  readonly step: FaultStep | null;
  readonly method: string;
  readonly path: string;
}

export type Faults = ReturnType<typeof createFaults>;

/** The faults that are still to strike. Only a test holds one that is not empty: nothing on the network reaches it. */
export function createFaults(script: FaultScript = [], positions: Partial<Switches> = {}) {
  let switches: Switches = { ...defaultSwitches, ...positions };
  let random = createRandom(switches.seed);
  let live: { fault: Fault; skip: number; left: number }[] = [];
  const fired = new Map<string, number>();

  function add(...more: Fault[]): void {
    for (const fault of more) {
      const left = fault.times === 'always' ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
      live.push({ fault, skip: fault.skip ?? 0, left });
    }
  }
  add(...script);

  return {
    add,
    switches: (): Switches => switches,
    /** Puts switches into other positions; those that are not named stay. */
    turn(change: Partial<Switches>): void {
      switches = { ...switches, ...change };
      if (change.seed !== undefined) random = createRandom(switches.seed);
    },
    /** Milliseconds that the next answer waits. */
    nextLatency: (): number =>
      switches.latencyMs * (1 + switches.jitter * ((2 * random.below(1001)) / 1000 - 1)),
    clear(): void {
      live = [];
    },
    /** How often each kind of act struck, by `kindOf`. */
    fired: (): Record<string, number> => Object.fromEntries(fired),

    /** The act for this request, or null: of all that fit and are not used up, the one that was added first. */
    match(request: FaultRequest): FaultAct | null {
      for (const entry of live) {
        if (!fits(entry.fault, request)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        if (entry.left === 0) continue;
        entry.left -= 1;
        const kind = kindOf(entry.fault.act);
        fired.set(kind, (fired.get(kind) ?? 0) + 1);
        return entry.fault.act;
      }
      return null;
    },
  };
}

/** The name under which `fired` counts an act: the act itself, or its first field. */
export const kindOf = (act: FaultAct): string =>
  typeof act === 'string' ? act : String(Object.keys(act)[0]);

function fits(fault: Fault, request: FaultRequest): boolean {
  if (fault.step !== undefined && fault.step !== request.step) return false;
  if (fault.method !== undefined && fault.method !== request.method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(request.path);
}

const fates: readonly string[] = [
  'never-process',
  'process-wrong-size',
  'process-wrong-patient',
  'vanish',
  'clean-name',
  'null-completed',
  'null-attributes',
] satisfies Fate[];

/** The act as a fate, or null where it is something else. */
export const asFate = (act: FaultAct | null): Fate | null =>
  typeof act === 'string' && fates.includes(act) ? (act as Fate) : null;
