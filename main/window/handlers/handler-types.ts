import type { PatientRef } from '../../../preload/contract/destination.ts';
import type { HostSettings } from '../../../preload/contract/host.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../preload/contract/requests.ts';
import type { AppInfo } from '../../../preload/contract/views.ts';
import type { CallOptions } from '../../clinic/http.ts';
import type { Desk } from '../../core/desk.ts';
import type { Clock, Decoder } from '../../base/ports.ts';
import type { Interruptions } from '../../core/interruptions.ts';
import type { Caller } from '../caller.ts';
import type { FolderBrowser } from './folders/folder-browser.ts';
import type { HostAsks } from '../host-asks.ts';
import type { MadeFiles } from '../made-files.ts';
import type { Progress } from '../progress.ts';
import type { RecentDestinations } from '../recent-destinations.ts';
import type { UpdatesPort } from '../updates.ts';

/** One handler per channel: the input is validated, and errors are thrown. */
export type Handlers = {
  readonly [K in RequestName]: (
    input: RequestInput<K>,
    caller: Caller,
  ) => RequestOutput<K> | Promise<RequestOutput<K>>;
};
/** The channels with the given nouns. */
export type HandlersOf<N extends string> = Pick<Handlers, Extract<RequestName, `${N}:${string}`>>;

/** Acts that a person must confirm outside the window. */
export type Question =
  /** `waiting`: the clinic's files that are not filed yet. */
  | { readonly kind: 'replace-key'; readonly waiting: number }
  | { readonly kind: 'archive'; readonly count: number; readonly patients: readonly PatientRef[] };

/** The host's settings about the program on this machine. */
export interface HostSettingsPort {
  read(): HostSettings | Promise<HostSettings>;
  /** Throws the file system's errors if the system stores it in a file. */
  write(settings: HostSettings): void | Promise<void>;
}

export interface HandlerDeps {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly decoder: Pick<Decoder, 'page'>;
  readonly info: Omit<AppInfo, 'settings'>;
  readonly progress: Progress;
  readonly recent: RecentDestinations;
  readonly made: MadeFiles;
  readonly revision: () => number;
  /** Aborts the window's pending requests when the program stops. */
  readonly signal: AbortSignal;
  /** The log's last lines, oldest first. */
  readonly log: { tail(lines: number): string[] };
  /** null on a host without a file manager. */
  readonly showLog: (() => void) | null;
  /** The native dialog, which opens at a folder or where it was last; null on a host without one. */
  readonly chooseFolder: ((from: string | null) => Promise<string | null>) | null;
  /** The native dialog for a file with settings; null on a host without one, whose window sends the text. */
  readonly chooseSettings: (() => Promise<string | null>) | null;
  /** The folder below which scanner programs have their usual folders. */
  readonly home: string;
  /** The alternative folder browser; null on a host with a native dialog. */
  readonly browser: FolderBrowser | null;
  /** Asks the person in the host's own dialog, which no script in the window can answer; null without one. */
  readonly confirm: ((question: Question) => Promise<boolean>) | null;
  /** null on a host that does not update itself. */
  readonly updates: UpdatesPort | null;
  readonly asks: HostAsks;
  readonly interruptions: Pick<Interruptions, 'networkReturned'>;
  /** null on a host without such settings. */
  readonly hostSettings: HostSettingsPort | null;
}

/** A call to the clinic for a waiting person. */
export const windowCall = (deps: Pick<HandlerDeps, 'signal'>): CallOptions => ({
  priority: 'window',
  signal: deps.signal,
});
