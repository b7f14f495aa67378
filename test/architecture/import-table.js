/**
 * Which module may import which. The lint rule in `eslint.config.js` and import-table.test.ts both read it. The first
 * area whose `files` match a path is the path's area. `packagesOnly` and `never` list packages.
 */
const base = ['contract', 'base'];
const hub = [...base, 'files', 'database', 'jobs'];
const domains = [...hub, 'clinic', 'reading', 'sheets', 'uploads', 'scans'];
const hosts = [...domains, 'decoder', 'core', 'window', 'demo-clinic', 'words', 'host-ports', 'preset'];

export const areas = [
  { name: 'contract', files: /^preload\/contract\//, may: ['contract'], packagesOnly: ['zod'] },
  { name: 'bridge', files: /^preload\/index\.ts$/, may: ['contract'], packagesOnly: ['electron', 'zod'] },
  { name: 'words', files: /^preload\/words\//, may: ['words', 'contract'], packagesOnly: [] },
  { name: 'renderer', files: /^renderer\//, may: ['renderer', 'words', 'contract'], never: ['electron'] },
  { name: 'base', files: /^main\/base\//, may: base, never: ['electron'] },
  { name: 'files', files: /^main\/files\//, may: [...base, 'files'], never: ['electron'] },
  { name: 'database', files: /^main\/database\//, may: [...base, 'files', 'database'], never: ['electron'] },
  { name: 'jobs', files: /^main\/jobs\//, may: hub, never: ['electron'] },
  { name: 'clinic', files: /^main\/clinic\//, may: [...hub, 'clinic'], never: ['electron'] },
  {
    name: 'uploads',
    files: /^main\/uploads\//,
    may: [...hub, 'clinic', 'sheets', 'uploads'],
    never: ['electron'],
  },
  { name: 'reading', files: /^main\/reading\//, may: [...hub, 'clinic', 'reading'], never: ['electron'] },
  { name: 'sheets', files: /^main\/sheets\//, may: [...hub, 'reading', 'sheets'], never: ['electron'] },
  { name: 'scans', files: /^main\/scans\//, may: domains, never: ['electron'] },
  { name: 'decoder', files: /^main\/decoder\//, may: [...base, 'decoder'], never: ['electron'] },
  { name: 'demo-clinic', files: /^main\/demo-clinic\//, may: [...base, 'demo-clinic'], never: ['electron'] },
  { name: 'core', files: /^main\/core\//, may: [...domains, 'core'], never: ['electron'] },
  {
    name: 'window',
    files: /^main\/window\//,
    may: [...domains, 'decoder', 'core', 'window'],
    never: ['electron'],
  },
  {
    name: 'host-ports',
    files: /^main\/hosts\/([^/]+\.ts$|network\/)/,
    may: [...hub, 'host-ports'],
    never: ['electron'],
  },
  {
    name: 'preset',
    files: /^main\/hosts\/preset\//,
    may: [...domains, 'core', 'host-ports', 'preset'],
    never: ['electron'],
  },
  {
    name: 'headless',
    files: /^main\/(headless\.ts|hosts\/(cli|serve|dev)\/)/,
    may: [...hosts, 'headless'],
    never: ['electron'],
  },
  { name: 'electron', files: /^main\/(electron\.ts|hosts\/electron\/)/, may: [...hosts, 'electron'] },
  { name: 'test', files: /^test\//, may: null },
];

/** The area of a path relative to the repository, or undefined outside the table. */
export const areaOf = (path) => areas.find((area) => area.files.test(path));

/**
 * Why `from` may not import `to`, or null if it may. `to` is a path in the repository or a package's name (including
 * `node:` modules).
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
