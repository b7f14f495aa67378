/** A setting's value for readers of the history. */
function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (typeof value === 'object') return Object.values(value).map(valueText).filter(Boolean).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The fields in which two settings differ. */
export function fieldChanges<T extends object>(
  before: T,
  after: T,
): { name: string; from: string; to: string }[] {
  const old: ReadonlyMap<string, unknown> = new Map(Object.entries(before));
  return Object.entries(after).flatMap(([name, value]) => {
    const [from, to] = [valueText(old.get(name)), valueText(value)];
    return from === to ? [] : [{ name, from, to }];
  });
}

/** The same, as `before → after`. */
export const changesOf = <T extends object>(before: T, after: T): Record<string, string> =>
  Object.fromEntries(
    fieldChanges(before, after).map(({ name, from, to }) => [name, `${from} → ${to}`.trim()]),
  );
