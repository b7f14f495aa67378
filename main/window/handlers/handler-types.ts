import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { HostSettings } from '../../../preload/contract/host.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../preload/contract/requests.ts';
import type { AppInfo } from '../../../preload/contract/views.ts';
import type { CallOptions } from '../../clinic/http.ts';
import type { Desk } from '../../core/desk.ts';
import type { Clock, Decoder } from '../../base/ports.ts';
import type { Interruptions } from '../../core/interruptions.ts';
import type { Caller } from '../caller.ts';
import type { FolderBrowser } from './folder-browser.ts';
import type { HostAsks } from '../host-asks.ts';
import type { Progress } from '../progress.ts';
import type { RecentDestinations } from '../recent-destinations.ts';
import type { UpdatesPort } from '../updates.ts';

/** One use case for each channel: the input is valid already, errors are thrown. */
export type Handlers = {
  readonly [K in RequestName]: (
    input: RequestInput<K>,
    caller: Caller,
  ) => RequestOutput<K> | Promise<RequestOutput<K>>;
};
/** The channels of some nouns. */
export type HandlersOf<N extends string> = Pick<Handlers, Extract<RequestName, `${N}:${string}`>>;

/** What a person must say yes to outside the window. */
export type Question =
  | { readonly kind: 'replace-key' }
  | { readonly kind: 'archive'; readonly count: number; readonly patients: readonly PatientRef[] };

/** What the host lets a person set about the program on this machine. */
export interface HostSettingsPort {
  read(): HostSettings | Promise<HostSettings>;
  /** Throws the file system's errors where the system keeps it in a file. */
  write(settings: HostSettings): void | Promise<void>;
}

export interface HandlerDeps {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly decoder: Pick<Decoder, 'page'>;
  readonly info: AppInfo;
  readonly progress: Progress;
  readonly recent: RecentDestinations;
  readonly revision: () => number;
  /** Ends what a window still waits for when the program stops. */
  readonly signal: AbortSignal;
  /** The log's last lines, oldest first. */
  readonly log: { tail(lines: number): string[] };
  /** Null on a host without a file manager. */
  readonly showLog: (() => void) | null;
  /** The native dialog; null on a host without one. */
  readonly chooseFolder: (() => Promise<string | null>) | null;
  /** What takes its place; null on a host with a native dialog. */
  readonly browser: FolderBrowser | null;
  /** Asks the person in a box of the host's own, out of reach of any script in the window; null where it has none. */
  readonly confirm: ((question: Question) => Promise<boolean>) | null;
  /** Null on a host that does not update itself. */
  readonly updates: UpdatesPort | null;
  readonly asks: HostAsks;
  readonly interruptions: Pick<Interruptions, 'networkReturned'>;
  /** Null on a host that has nothing of it. */
  readonly hostSettings: HostSettingsPort | null;
}

/** A call to the clinic on behalf of a person who waits for it. */
export const windowCall = (deps: Pick<HandlerDeps, 'signal'>): CallOptions => ({
  priority: 'window',
  signal: deps.signal,
});
