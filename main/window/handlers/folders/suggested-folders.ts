import { join } from 'node:path';

const bases = [
  '',
  'Documents',
  'Pictures',
  'Desktop',
  join('OneDrive', 'Documents'),
  join('OneDrive', 'Pictures'),
];
/** As Windows, Brother, Fujitsu, and people name them. */
const names = [
  'Scans',
  'Scan',
  'Scanned Documents',
  'My Scans',
  'Scanner',
  join('ControlCenter4', 'Scan'),
  'ScanSnap Home',
  'ScanSnap',
];
/** More would be a list to read. */
const most = 5;

/**
 * The usual folders of scanner programs that exist below a person's home. `look` returns the real path of a folder, or
 * rejects if it may not be offered.
 */
export async function suggestedFolders(
  home: string,
  look: (path: string) => Promise<string>,
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const base of bases) {
    for (const name of names) {
      // A folder that is missing or cannot be read is not offered; a person may still browse to it and see why.
      const path = await look(join(home, base, name)).catch(() => null);
      if (path !== null) found.add(path);
      if (found.size === most) return [...found];
    }
  }
  return [...found];
}
