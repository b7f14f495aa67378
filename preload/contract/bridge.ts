import type { Result } from './errors.ts';
import type { EventName, EventPayload } from './events.ts';
import type { Handle } from './handle.ts';
import type { RequestInput, RequestName, RequestOutput } from './requests.ts';

/** The transport between window and core: a method for requests, events, and the state of the connection. */
export interface Bridge {
  readonly call: <K extends RequestName>(
    name: K,
    input: RequestInput<K>,
  ) => Promise<Result<RequestOutput<K>>>;
  /** Calls the listener at each event until the returned function is called. */
  readonly on: <K extends EventName>(name: K, listener: (payload: EventPayload<K>) => void) => () => void;
  /**
   * Calls the listener immediately and whenever the connection to the core is lost or restored. The window then says
   * so, and asks for its data again.
   */
  readonly onLink: (listener: (up: boolean) => void) => () => void;
  /**
   * Returns a handle for a file or folder that a person dropped or pasted, if the host has its path and accepts its
   * kind. Otherwise null, and the window sends the bytes.
   */
  readonly grant: (file: File) => Promise<Handle | null>;
  /** The address of one of `bytePaths`, valid for ten minutes. */
  readonly addressOf: (path: string) => Promise<string>;
}

/** Paths below the window's address that answer with bytes, in both hosts. */
export const bytePaths = {
  /** An attachment's content, shown inline; `?save` downloads it. */
  content: (attachmentId: string): string => `content/${attachmentId}`,
  /** A job's local file. */
  local: (jobId: string): string => `local/${jobId}`,
  /** A page of either, from 1, as a picture with the given width. Headers tell its number and the number of pages. */
  page: (file: string, page: number, width: number): string => `${file}/page?page=${page}&width=${width}`,
  /** The text of either, in UTF-8. */
  text: (file: string): string => `${file}/text`,
  /** History as CSV. */
  history: 'history.csv',
  /** The settings for another PC, without secrets. */
  settings: 'settings.json',
  /** A file that was made on request, such as a PDF of cover sheets. */
  made: (file: string): string => `made/${file}`,
  /** The report for support, without names. */
  report: 'report.json',
  /** POST a file's bytes here if it has no path. Without a destination it goes to the inbox. */
  drop(file: {
    name: string;
    source: 'drop' | 'paste';
    target: { patientId: string; caseId: string | null } | null;
  }) {
    const query = new URLSearchParams({ name: file.name, source: file.source });
    if (file.target !== null) query.set('patient', file.target.patientId);
    if (file.target !== null && file.target.caseId !== null) query.set('case', file.target.caseId);
    return `drop?${query}`;
  },
} as const;
