/** What became of an attack: `held`, nothing was gained by it; `through`, it reached what it was after. */
export type Outcome = 'held' | 'through';

/** One attack that was seen, or that a promise of SECURITY.md speaks of, run for real. */
export interface Attack {
  /** A sentence about the attacker, as `npm run attack` prints it. */
  readonly name: string;
  /** The promise that it tries, in a few words. */
  readonly seen: string;
  /** Takes 3 s or more: it runs in `npm run attack` alone. */
  readonly slow?: true;
  /** Cleans up after itself. It rejects where it could not be tried, which counts as `through`. */
  run(): Promise<Outcome>;
}
