import type { Refusal } from './protocol.ts';

/** Thrown in the decoder process when a file cannot be drawn. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly why: Refusal;

  constructor(why: Refusal, options: { cause?: unknown } = {}) {
    super(why, options);
    this.why = why;
  }
}
