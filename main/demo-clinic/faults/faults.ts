import { createRandom } from '../base/seeded-random.ts';
import { defaultSwitches, type Switches } from './switches.ts';

/** The step that a request belongs to, so that scripts need no paths of the service. */
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

/** A result of processing other than success; only for the step `create`. */
export type Fate =
  | 'never-process'
  | 'process-wrong-size'
  | 'process-wrong-patient'
  | 'vanish'
  | 'clean-name'
  | 'null-completed'
  | 'null-attributes';

export type FaultAct =
  /** Cuts the connection: before the request had an effect, or after its effect but before the answer. */
  | 'drop-before'
  | 'drop-after'
  /** Never answers but keeps the connection open: before or after the request's effect. */
  | 'hang'
  | 'hang-after'
  /** A gateway's error page instead of JSON or XML. */
  | 'html'
  /** The right answer, truncated, with a matching content length. A `download` breaks off instead. */
  | 'truncate'
  /** For `presign`: an expired policy. For `storage`: treats this policy as expired. */
  | 'expire-policy'
  /** For `presign`: an empty answer, or a post without its url or fields. */
  | 'null-post'
  | 'null-url'
  | 'null-fields'
  | Fate
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  /** A 429 with a reset this many milliseconds ahead. */
  | { readonly rateLimitMs: number }
  | { readonly delayMs: number }
  /**
   * For `case-write`: after this many milliseconds, another writer overwrites the list with its earlier state and one
   * more attachment.
   */
  | { readonly overwriteMs: number }
  /** For `storage`: reads the body at this speed. */
  | { readonly slowRead: number };

/**
 * One entry of a script. A request must match every given property. Plain JSON, so that it can be sent to another
 * process.
 */
export interface Fault {
  readonly step?: FaultStep;
  readonly method?: string;
  /** A regular expression for the path with its query. */
  readonly path?: string;
  /** How many matching requests to leave alone first; default none. */
  readonly skip?: number;
  /** How often to apply it; default once. */
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

/** The faults that were not applied yet. Only tests add faults; no request can. */
export function createFaults(script: FaultScript = [], positions: Partial<Switches> = {}) {
  let switches: Switches = { ...defaultSwitches, ...positions };
  let random = createRandom(switches.seed);
  let live: { fault: Fault; skip: number; left: number }[] = [];
  const fired = new Map<string, number>();

  function count(act: FaultAct): FaultAct {
    const kind = kindOf(act);
    fired.set(kind, (fired.get(kind) ?? 0) + 1);
    return act;
  }
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
    /** Changes the named switches; the others stay. */
    turn(change: Partial<Switches>): void {
      switches = { ...switches, ...change };
      if (change.seed !== undefined) random = createRandom(switches.seed);
    },
    /** Milliseconds to delay the next answer. */
    nextLatency: (): number =>
      switches.latencyMs * (1 + switches.jitter * ((2 * random.below(1001)) / 1000 - 1)),
    clear(): void {
      live = [];
    },
    /** How often each kind of act was applied, by `kindOf`. */
    fired: (): Record<string, number> => Object.fromEntries(fired),

    /** The act for this request, or null. Of several matching acts, the first one added. Call it once a request. */
    match(request: FaultRequest): FaultAct | null {
      for (const entry of live) {
        if (!fits(entry.fault, request)) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        if (entry.left === 0) continue;
        entry.left -= 1;
        return count(entry.fault.act);
      }
      return switches.lost > 0 && random.chance(switches.lost) ? count('drop-after') : null;
    },
  };
}

/** The name by which `fired` counts an act: the act or its first field. */
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

/** The act as a fate, or null if it is another kind. */
export const asFate = (act: FaultAct | null): Fate | null =>
  typeof act === 'string' && fates.includes(act) ? (act as Fate) : null;
