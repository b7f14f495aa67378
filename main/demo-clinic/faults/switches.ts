import { createRandom } from '../base/seeded-random.ts';

/** Behaviour that the reference leaves open. The first value of each is the default. */
export interface Switches {
  /** Whether a list of attachments in `PATCH /patient_cases/{id}` replaces or extends the case's list. */
  readonly caseWrite: 'replaces' | 'adds';
  /** Whether processing keeps a file's name or turns `A & B.pdf` into `A___B.pdf`. */
  readonly fileNames: 'kept' | 'cleaned';
  /** The share of attachments, 0 to 1, whose `processing_completed` stays null. */
  readonly nullCompleted: number;
  /** The share of attachments whose nullable attributes are all null, except `archived_at`. */
  readonly nullAttributes: number;
  /** The share of new attachments that are never processed. */
  readonly neverProcessed: number;
  readonly presigned: 'whole' | 'null' | 'null-url' | 'null-fields';
  /** The order of a list without a requested order. */
  readonly unsorted: 'oldest-first' | 'newest-first' | 'shuffled';
  /** The form of `errors` in a 422: the reference has an object; similar services send a list or text. */
  readonly refusals: 'by-field' | 'list' | 'text';
  /** The share of answers, of the API and the store, that are lost after the request had its effect. */
  readonly lost: number;
  /** Milliseconds before every answer of the API. */
  readonly latencyMs: number;
  /** The largest deviation of a single answer from `latencyMs`, as a share of it from 0 to 1. */
  readonly jitter: number;
  /** Seed for the choice of attachments, orders and latencies. */
  readonly seed: number;
}

export const defaultSwitches: Switches = {
  caseWrite: 'replaces',
  fileNames: 'kept',
  nullCompleted: 0,
  nullAttributes: 0,
  neverProcessed: 0,
  presigned: 'whole',
  unsorted: 'oldest-first',
  refusals: 'by-field',
  lost: 0,
  latencyMs: 0,
  jitter: 0,
  seed: 1,
};

/** Whether a share includes this record. The same for every request and process. */
export const isChosen = (share: number, id: string, seed: number): boolean =>
  share > 0 && randomOf(id, seed).chance(share);

/** A position in an order that looks random. */
export const shuffledPlace = (id: string, seed: number): number => randomOf(id, seed).below(2 ** 31);

const randomOf = (id: string, seed: number) =>
  createRandom(Number(BigInt.asUintN(32, BigInt(id))) ^ Math.imul(seed, 0x9e3779b1));
