// The locale is one for the whole process, as its language is: what is said is said to one person.
let inUse = 'en';
let onRead: () => unknown = () => undefined;
const kept = new Map<string, unknown>();

/** The locale by which dates and numbers are written now. */
export function locale(): string {
  onRead();
  return inUse;
}

/** Throws RangeError for what is no BCP 47 tag. */
export function setLocale(next: string): void {
  [inUse = 'en'] = Intl.getCanonicalLocales(next);
}

/** Calls `listener` whenever words or formats are read: how a window knows what to show anew in another language. */
export function trackReads(listener: () => unknown): void {
  onRead = listener;
}

/** A formatter of the locale in use, made once for each: making one takes longer than using it. */
export function formatter<T>(name: string, make: (locale: string) => T): T {
  const now = locale();
  const key = `${now} ${name}`;
  const found = (kept.get(key) as T | undefined) ?? make(now);
  kept.set(key, found);
  return found;
}
