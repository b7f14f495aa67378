import { createRandom } from '../base/seeded-random.ts';

/** The contract leaves each of these open: a service may take either position. The first named one is the default. */
export interface Switches {
  /** What a list of attachments in `PATCH /patient_cases/{id}` does to the case's list. */
  readonly caseWrite: 'replaces' | 'adds';
  /** Whether processing keeps a file's name, or turns `A & B.pdf` into `A___B.pdf`. */
  readonly fileNames: 'kept' | 'cleaned';
  /** The share of attachments, 0 to 1, whose `processing_completed` is null for good. */
  readonly nullCompleted: number;
  /** The share of attachments all of whose nullable attributes are null, apart from `archived_at`. */
  readonly nullAttributes: number;
  /** The share of new attachments that are never processed. */
  readonly neverProcessed: number;
  readonly presigned: 'whole' | 'null' | 'null-url' | 'null-fields';
  /** The order of a list that was asked for without one. */
  readonly unsorted: 'oldest-first' | 'newest-first' | 'shuffled';
  /** The form of `errors` in a 422: the contract has an object; services of this kind send a list or a text too. */
  readonly refusals: 'by-field' | 'list' | 'text';
  /** Milliseconds before every answer of the API. */
  readonly latencyMs: number;
  /** The share of `latencyMs`, 0 to 1, by which a single answer is at most earlier or later. */
  readonly jitter: number;
  /** Chooses attachments, orders and latencies: the same seed, the same choice. */
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
  latencyMs: 0,
  jitter: 0,
  seed: 1,
};

/** Whether a share takes this record: the same for every request, whichever process answers. */
export const isChosen = (share: number, id: string, seed: number): boolean =>
  share > 0 && randomOf(id, seed).chance(share);

/** A place in an order that looks like none. */
export const shuffledPlace = (id: string, seed: number): number => randomOf(id, seed).below(2 ** 31);

const randomOf = (id: string, seed: number) =>
  createRandom(Number(BigInt.asUintN(32, BigInt(id))) ^ Math.imul(seed, 0x9e3779b1));
