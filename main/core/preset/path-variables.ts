import { sep } from 'node:path';

/** The names of this PC and account as the system tells them. The environment, which any user can set, counts nowhere. */
export interface PcNames {
  /** The home folder. */
  readonly home: string;
  readonly user: string;
  readonly pc: string;
}

/** The variables of folder paths, each in the spelling of Windows and of the others. Both work on every system. */
const pathVariables: Readonly<Record<string, keyof PcNames>> = {
  '%USERPROFILE%': 'home',
  '%USERNAME%': 'user',
  '%COMPUTERNAME%': 'pc',
  '${HOME}': 'home',
  '${USER}': 'user',
  '${HOSTNAME}': 'pc',
};
const variable = /%[A-Za-z_(][\w()]*%|\$\{[^}]*\}/g;

/** The path on this PC, or null if it names an unknown variable. */
export function expandPath(path: string, pc: PcNames): string | null {
  const names = (path.match(variable) ?? []).map((found) => pathVariables[found.toUpperCase()]);
  if (names.includes(undefined)) return null;
  return path.replace(variable, (found) => {
    const name = pathVariables[found.toUpperCase()];
    return name === undefined ? found : pc[name];
  });
}

/**
 * The path for other PCs: the home folder becomes a variable, since its name is that of a person. null if the path itself
 * contains the spelling of a variable, which another PC would replace.
 */
export function portablePath(path: string, { home }: Pick<PcNames, 'home'>, separator = sep): string | null {
  if (path.match(variable) !== null) return null;
  const written = separator === '\\' ? '%USERPROFILE%' : '${HOME}';
  // Windows finds a folder in any case.
  const plain = (text: string): string => (separator === '\\' ? text.toLowerCase() : text);
  if (plain(path) === plain(home)) return written;
  const isInside = home !== '' && plain(path.slice(0, home.length + 1)) === plain(home + separator);
  return isInside ? written + path.slice(home.length) : path;
}
