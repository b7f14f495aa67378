/** The result of an attack: `held` if it gained nothing, `through` if it reached its goal. */
export type Outcome = 'held' | 'through';

/** A real attempt at an attack that was observed or that SECURITY.md promises to withstand. */
export interface Attack {
  /** A sentence about the attacker, printed by `npm run attack`. */
  readonly name: string;
  /** The promise under attack, in a few words. */
  readonly seen: string;
  /** True if it takes 3 s or more: then only `npm run attack` runs it. */
  readonly slow?: true;
  /** Why it cannot be tried on Windows, if it cannot. */
  readonly posixOnly?: string;
  /** Cleans up afterwards. A rejection means that the attack could not run, which counts as `through`. */
  run(): Promise<Outcome>;
}
