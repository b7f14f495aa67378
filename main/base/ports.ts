import type { Agent } from 'node:http';
import type { UserId } from '../../preload/contract/ids.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Log } from './log.ts';

export type { Log, LogFields } from './log.ts';

/** A moment's or an interval's end; call it to stop. Stopping twice is harmless. */
export type Stop = () => void;

/** Time, so that tests can own it. */
export interface Clock {
  /** Epoch milliseconds; may jump when a person sets the clock. */
  now(): number;
  /** Milliseconds that only go forward, for durations. */
  monotonic(): number;
  /** Calls once after `ms` milliseconds. */
  after(ms: number, callback: () => void): Stop;
}

/** The system's key store. Values never reach a log, a setting or the window. */
export interface Secrets {
  /** Throws `key-store-locked` where the system's key store cannot be read for the moment. */
  read(name: SecretName): Promise<string | null>;
  /** Throws `key-store-missing` where the system has no key store that deserves the name, `key-store-locked`. */
  write(name: SecretName, value: string): Promise<void>;
  /**
   * The next best for a system without a key store, once a person chose it: the API key in memory until the program ends;
   * the data key, without which queue and history could never be read again, in a file for its owner only. Absent on a
   * host whose `write` always keeps.
   */
  readonly writeWithoutStore?: (name: SecretName, value: string) => Promise<void>;
}
/** `api-key-address`: the base URL for which the API key was given; no other address is shown it. */
export type SecretName = 'api-key' | 'api-key-address' | 'data-key' | 'proxy-credentials';

/** What is kept between starts, without secrets. */
export interface SettingsStore {
  read(): Settings;
  write(settings: Settings): void;
}

/** The network as the system has it: its proxies and its certificates. Verification is never turned off. */
export interface Network {
  /** The way to an address: an agent for `http:` and `https:` alike, or null for straight there. */
  routeTo(url: URL): Promise<{ readonly agent: Agent | null }>;
  /**
   * Keeps a person's user name and password for the proxy on the way to an address; only that proxy is told them. Throws
   * `proxy-not-set` where there is none.
   */
  useCredentials(url: URL, given: { user: string; password: string }): Promise<void>;
  /** Closes every connection that is kept for later calls, and every one in use: after a sleep they are dead. */
  dropConnections(): void;
}

/** The system's trash. */
export interface Trash {
  moveToTrash(path: string): Promise<void>;
}

/** A page of a file, drawn. */
interface DrawnPage {
  /** A PNG. */
  readonly png: Uint8Array;
  /** From 1; the last one, where one behind it was asked for. */
  readonly page: number;
  readonly pages: number;
}

/**
 * Reads PDF, TIFF and HEIC files, which somebody else made, in a process of its own that is killed when it takes too much
 * (docs/decisions/previews.md). Each throws `preview-damaged`, `preview-too-large`, `preview-protected`,
 * `preview-stopped` where it was killed, `preview-busy` and `aborted`.
 */
export interface Decoder {
  /**
   * Draws a page, `width` pixels wide at most. `file` stands for the bytes: `read` is called only where they are not
   * there from a page before.
   */
  page(
    given: { file: string; read: () => Promise<Uint8Array>; page: number; width: number },
    signal: AbortSignal,
  ): Promise<DrawnPage>;
  /** A HEIC photo as a JPEG; null where the bytes are no such photo, or more than one. */
  photo(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null>;
  /** Ends the process, and every request with `aborted`. */
  stop(): Promise<void>;
}

/** Who acts, for the history: design 3.6. */
export interface Actor {
  readonly osUser: string;
  readonly station: string;
  readonly apiUser: UserId | null;
}

/** What every part of the core needs of its host. */
export interface HostPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly trash: Trash;
  readonly decoder: Decoder;
  readonly random: () => number;
  readonly osUser: string;
  readonly station: string;
  readonly userAgent: string;
}

/** The built-in clinic, as the core sees it: an address and a key. */
export interface DemoHandle {
  readonly apiUrl: string;
  readonly apiKey: string;
  stop(): Promise<void>;
}
