/**
 * The rows from `first` to before `end`, by the id of each that is loaded, or by its index. Parts of a list that were loaded one
 * after the other may both have a row that moved in between; its second place has its index too.
 */
export function rowsByKey(
  first: number,
  end: number,
  keyOf: (index: number) => string | undefined,
): ReadonlyMap<string | number, number> {
  const rows = new Map<string | number, number>();
  for (let index = first; index < end; index += 1) {
    const key = keyOf(index) ?? index;
    rows.set(rows.has(key) ? index : key, index);
  }
  return rows;
}
