import type { Agent } from 'node:http';
import type { UserId } from '../../preload/contract/ids.ts';
import type { PageLine } from '../../preload/contract/page-line.ts';
import type { PageLanguage } from '../../preload/contract/settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Log } from './log.ts';

export type { Log, LogFields } from './log.ts';

/** Ends what was started. A second call does nothing. */
export type Stop = () => void;

/** The time, so that tests can control it. */
export interface Clock {
  /** Epoch milliseconds. May jump when a person sets the clock. */
  now(): number;
  /** Milliseconds that only increase, for durations. */
  monotonic(): number;
  /** Calls `act` once, after `ms` milliseconds. */
  after(ms: number, callback: () => void): Stop;
}

/** The system's key store. Values never reach a log, a setting or the window. */
export interface Secrets {
  /** Throws `key-store-locked` if the system's key store cannot be read at the moment. */
  read(name: SecretName): Promise<string | null>;
  /** Throws `key-store-missing` if the system has no secure key store, or `key-store-locked`. */
  write(name: SecretName, value: string): Promise<void>;
  /**
   * Keeps a value unless there is one by now, and resolves to the one that is kept, since several programs may start for the
   * first time at once. Absent on a host with one program.
   */
  readonly writeNew?: (name: SecretName, value: string) => Promise<string>;
  /**
   * For a system without a key store, after a person agreed: keeps the API key in memory until the program ends,
   * and the other keys in a file that only its owner can read. Without the data key, the queue and history could
   * not be read again, and without that of the sheets, printed ones would be strange. Absent on a host whose `write` always works.
   */
  readonly writeWithoutStore?: (name: SecretName, value: string) => Promise<void>;
}
/**
 * `api-key-address`: the base URL that the API key was entered for. The key is sent to no other address. `sheet-key`: signs cover
 * sheets.
 */
export type SecretName = 'api-key' | 'api-key-address' | 'data-key' | 'sheet-key' | 'proxy-credentials';

/** Settings that are kept between starts, without secrets. */
export interface SettingsStore {
  /** With the values of an administrator's preset, if there is one. */
  read(): Settings;
  write(settings: Settings): void;
  /** As last written, without the preset; null at a first start. */
  written(): Settings | null;
  /** Whether an administrator manages them: a person may change only what `isPersonsOwn` allows. */
  readonly isLocked: boolean;
}

/** The system's network settings: proxies and certificates. Certificates are always verified. */
export interface Network {
  /** The proxy agent for an address, for `http:` and `https:`. null: DIRECT. */
  routeTo(url: URL): Promise<{ readonly agent: Agent | null }>;
  /**
   * Keeps a user name and password for the proxy of an address, and sends them to that proxy only. Throws
   * `proxy-not-set` if the address has no proxy.
   */
  useCredentials(url: URL, given: { user: string; password: string }): Promise<void>;
  /** Closes all connections, idle ones and those in use: after a sleep none of them works. */
  dropConnections(): void;
}

/** The system's trash. */
export interface Trash {
  moveToTrash(path: string): Promise<void>;
}

/** The picture of one page. */
interface DrawnPage {
  /** A PNG. */
  readonly png: Uint8Array;
  /** Counted from 1. The last page if a later one was requested. */
  readonly page: number;
  readonly pages: number;
}

/** The codes of one page. */
interface PageCodes {
  /** QR codes, and codes of lines such as Code 128. */
  readonly codes: readonly { readonly kind: 'qr' | 'line'; readonly text: string }[];
  /** The page has no text and no picture: specks and grain do not count. */
  readonly isBlank: boolean;
  /** Counted from 1. The last page if a later one was requested. */
  readonly page: number;
  readonly pages: number;
}

/**
 * Reads PDF, TIFF and HEIC files from untrusted sources, in a separate process that is killed when it uses too much
 * time or memory (docs/decisions/previews.md). Each method throws `preview-damaged`, `preview-too-large`,
 * `preview-protected`, `preview-stopped` (the process was killed), `preview-busy` or `aborted`.
 */
export interface Decoder {
  /**
   * Draws a page at most `width` pixels wide. `file` identifies the bytes: `read` is called only if the process
   * does not hold them from an earlier page.
   */
  page(
    given: { file: string; read: () => Promise<Uint8Array>; page: number; width: number },
    signal: AbortSignal,
  ): Promise<DrawnPage>;
  /** The codes of a page of a PDF, TIFF, JPEG or PNG. `file` and `read` as for `page`. */
  codes(
    given: { file: string; read: () => Promise<Uint8Array>; page: number },
    signal: AbortSignal,
  ): Promise<PageCodes>;
  /**
   * A new PDF or TIFF with only these pages of one, counted from 1, and nothing of the others. The same pages always give the
   * same bytes. `file` and `read` as for `page`.
   */
  part(
    given: { file: string; read: () => Promise<Uint8Array>; pages: readonly number[] },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  /**
   * A PDF of chosen pages of several PDF, TIFF, JPEG, PNG or HEIC files. The same pages always give the same bytes. `page` from 1;
   * `turn` in degrees clockwise.
   */
  document(
    given: {
      files: readonly Uint8Array[];
      pages: readonly { readonly file: number; readonly page: number; readonly turn: 0 | 90 | 180 | 270 }[];
    },
    signal: AbortSignal,
  ): Promise<Uint8Array>;
  /** A HEIC photo as a JPEG. null if the bytes are no HEIC photo or hold several photos. */
  photo(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null>;
  /** The lines of a file's first pages, each with its place. None if a PDF is a picture without text. */
  lines(given: { of: 'pdf' | 'text'; bytes: Uint8Array }, signal: AbortSignal): Promise<readonly PageLine[]>;
  /** The number of pages of a PDF or picture. */
  count(bytes: Uint8Array, signal: AbortSignal): Promise<number>;
  /**
   * The lines of a page (from 1) of a PDF, TIFF, JPEG, PNG or HEIC file, by OCR. `top`: its upper 38 %, `rest`: all below, `whole`: both at
   * once. `languages`: those of its letters, the likeliest first; default: all.
   */
  scan(
    given: {
      part: 'top' | 'rest' | 'whole';
      page: number;
      bytes: Uint8Array;
      languages?: readonly PageLanguage[];
    },
    signal: AbortSignal,
  ): Promise<readonly PageLine[]>;
  /** Ends the process and rejects every request with `aborted`. */
  stop(): Promise<void>;
}

/** Who acts, for the history. */
export interface Actor {
  readonly osUser: string;
  readonly station: string;
  readonly apiUser: UserId | null;
  /** Name or initials of the person at the desk, if the program asks for them. */
  readonly person?: string | null;
}

/** The services that the core needs from its host. */
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

/** Address and key of the built-in demo clinic. */
export interface DemoHandle {
  readonly apiUrl: string;
  readonly apiKey: string;
  /** A made-up letter, as a PDF that no other call returns. */
  sampleLetter(): Uint8Array;
  stop(): Promise<void>;
}
