import type { Result } from './errors.ts';
import type { EventName, EventPayload } from './events.ts';
import type { Handle } from './handle.ts';
import type { RequestInput, RequestName, RequestOutput } from './requests.ts';

/** What a transport gives the window: a method for each channel, events, and nothing else. */
export interface Bridge {
  readonly call: <K extends RequestName>(
    name: K,
    input: RequestInput<K>,
  ) => Promise<Result<RequestOutput<K>>>;
  /** Calls the listener at each event until the returned function is called. */
  readonly on: <K extends EventName>(name: K, listener: (payload: EventPayload<K>) => void) => () => void;
  /**
   * Tells when the way to the core is lost and when it is back; the window then says so and asks anew. Called at once
   * with what is.
   */
  readonly onLink: (listener: (up: boolean) => void) => () => void;
  /**
   * A handle for a file or folder that a person dropped or pasted, where the host has paths and takes its kind by path; else
   * null, and its bytes are sent.
   */
  readonly grant: (file: File) => Promise<Handle | null>;
  /** The address to ask for bytes by, good for ten minutes, of one of `bytePaths`. */
  readonly addressOf: (path: string) => Promise<string>;
}

/** More attachments than these are archived only after the host's own question, where it has one. */
export const mostArchivedUnasked = 20;

/** Paths below the window's own address that answer with bytes, in both hosts. */
export const bytePaths = {
  /** An attachment's content, inline; `?save` makes it a download. */
  content: (attachmentId: string): string => `content/${attachmentId}`,
  /** A job's local file. */
  local: (jobId: string): string => `local/${jobId}`,
  /** A page of either, from 1, as a picture of so many pixels; headers say which one it is, of how many. */
  page: (file: string, page: number, width: number): string => `${file}/page?page=${page}&width=${width}`,
  /** The text of either, in UTF-8. */
  text: (file: string): string => `${file}/text`,
  /** History as CSV. */
  history: 'history.csv',
  /** What whoever helps needs to know, without names. */
  report: 'report.json',
  /** POST a file's bytes here where it has no path; without a destination it waits in the inbox. */
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
