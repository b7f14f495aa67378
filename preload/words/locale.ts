// One locale for the complete process, like its language.
let inUse = 'en';
let onRead: () => unknown = () => undefined;
const kept = new Map<string, unknown>();

/** The current locale for dates and numbers. */
export function locale(): string {
  onRead();
  return inUse;
}

/** Throws a RangeError if it is no BCP 47 tag. */
export function setLocale(next: string): void {
  [inUse = 'en'] = Intl.getCanonicalLocales(next);
}

/**
 * Calls `listener` whenever words or formats are read, so that a window knows what to update when the language changes.
 */
export function trackReads(listener: () => unknown): void {
  onRead = listener;
}

/** A formatter for the current locale, cached since creating one is slow. */
export function formatter<T>(name: string, make: (locale: string) => T): T {
  const now = locale();
  const key = `${now} ${name}`;
  const found = (kept.get(key) as T | undefined) ?? make(now);
  kept.set(key, found);
  return found;
}
