/**
 * Who may import whom. The lint rule in `eslint.config.js` and the test beside this file both read it, so that the
 * table in ARCHITECTURE.md has one source. The first area whose `files` fit a path is the path's area.
 * `npm` lists the packages an area may not use.
 */
const base = ['contract', 'ports'];
const domains = ['uploads', 'clinic', 'history'];

export const areas = [
  { name: 'contract', files: /^preload\/contract\//, may: ['contract'], packagesOnly: ['zod'] },
  { name: 'bridge', files: /^preload\/index\.ts$/, may: ['contract'], packagesOnly: ['electron', 'zod'] },
  {
    name: 'words',
    files: /^renderer\/(words|text|format)(\.|\/)/,
    may: ['words', 'contract'],
    packagesOnly: [],
  },
  { name: 'renderer', files: /^renderer\//, may: ['renderer', 'words', 'contract'], never: ['electron'] },
  { name: 'ports', files: /^main\/(ports|errors|log)\.ts$/, may: base },
  { name: 'decoder', files: /^main\/decoder\//, may: [...base, 'decoder'], never: ['electron'] },
  { name: 'clinic', files: /^main\/clinic\//, may: [...base, 'clinic'], never: ['electron'] },
  { name: 'history', files: /^main\/history\//, may: [...base, 'history'], never: ['electron'] },
  { name: 'uploads', files: /^main\/uploads\//, may: [...base, ...domains], never: ['electron'] },
  { name: 'scans', files: /^main\/scans\//, may: [...base, ...domains, 'scans'], never: ['electron'] },
  { name: 'demo-clinic', files: /^main\/demo-clinic\//, may: [...base, 'demo-clinic'], never: ['electron'] },
  {
    name: 'core',
    files:
      /^main\/(app\.ts|app-events\.ts|activity-log\.ts|desk\.ts|kept-settings\.ts|opened-clinic\.ts|interruptions\.ts|clinic-data\.ts|ipc\/)/,
    may: [...base, ...domains, 'decoder', 'scans', 'core'],
    never: ['electron'],
  },
  {
    name: 'host-ports',
    files: /^main\/hosts\/[^/]+\.ts$/,
    may: [...base, 'uploads', 'host-ports'],
    never: ['electron'],
  },
  {
    name: 'headless',
    files: /^main\/(headless\.ts|hosts\/headless\/)/,
    may: [
      ...[...base, ...domains, 'decoder', 'scans', 'core', 'demo-clinic', 'words', 'host-ports'],
      'headless',
    ],
    never: ['electron'],
  },
  {
    name: 'electron',
    files: /^main\/(electron\.ts|hosts\/electron\/)/,
    may: [
      ...[...base, ...domains, 'decoder', 'scans', 'core', 'demo-clinic', 'words', 'host-ports'],
      'electron',
    ],
  },
  { name: 'test', files: /^test\//, may: null },
];

/** The area of a path relative to the repository, or undefined outside the table. */
export const areaOf = (path) => areas.find((area) => area.files.test(path));

/**
 * Why `from` may not import `to`, or null where it may. `to` is a path relative to the repository, or a package's
 * name (`node:` modules included).
 */
export function importRefusal(from, to, isPackage) {
  const area = areaOf(from);
  if (area === undefined || area.may === null) return null;
  if (isPackage) {
    const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : to.split('/')[0];
    if (area.packagesOnly && !area.packagesOnly.includes(name)) return `${area.name} may not use ${name}`;
    if (area.never?.includes(name)) return `${area.name} may not use ${name}`;
    if (area.name === 'renderer' && name.startsWith('node:')) return 'the renderer has no Node';
    return null;
  }
  const target = areaOf(to);
  if (target === undefined) return `${to} is in no area of the import table`;
  return area.may.includes(target.name) ? null : `${area.name} may not import ${target.name}`;
}
