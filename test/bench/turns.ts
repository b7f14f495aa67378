type Sides = Readonly<Record<string, () => Promise<unknown>>>;
export type Measured<S extends Sides> = { readonly [K in keyof S]: Awaited<ReturnType<S[K]>>[] };

/** The order of the sides in one turn. The first side rotates, since a side may be affected by the previous one. */
export function orderOf(names: readonly string[], turn: number): string[] {
  const first = turn % Math.max(1, names.length);
  return [...names.slice(first), ...names.slice(0, first)];
}

/** Measures all sides in turns under the same conditions. The first `warmUps` turns do not count. */
export async function inTurns<S extends Sides>(
  given: { turns: number; warmUps: number },
  sides: S,
): Promise<Measured<S>> {
  const names = Object.keys(sides);
  const measured: Record<string, unknown[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = -given.warmUps; turn < given.turns; turn += 1) {
    for (const name of orderOf(names, turn + given.warmUps)) {
      const value = await sides[name]?.();
      if (turn >= 0) measured[name]?.push(value);
    }
  }
  return measured as Measured<S>;
}
