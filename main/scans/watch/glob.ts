import { RE2JS, RE2JSException } from 're2js';

const special = /[\\^$.|?*+()[\]{}]/g;
const literal = (text: string): string => text.replace(special, '\\$&');

/** A class such as `[a-z]` or `[!0-9]` that begins at `at`, and its end; null if it is not closed. */
function classAt(glob: string, at: number): { source: string; end: number } | null {
  const isNegated = glob[at + 1] === '!' || glob[at + 1] === '^';
  const first = at + (isNegated ? 2 : 1);
  // A bracket at the start belongs to the class.
  const close = glob.indexOf(']', first + 1);
  if (close === -1) return null;
  const inside = glob.slice(first, close).replace(/[\\[\]^]/g, '\\$&');
  return { source: `[${isNegated ? '^/' : ''}${inside}]`, end: close };
}

/**
 * A shell pattern for names: `*`, `?`, `[a-z]`, `{a,b}`, and `**` across folders. Matched by RE2, whose time is linear
 * in the name's length. A library that expands braces or backtracks could take unlimited time.
 */
export function compileGlob(glob: string): (path: string) => boolean {
  let source = '';
  let open = 0;
  const closes = (at: number): boolean => glob.indexOf('}', at) !== -1;
  for (let at = 0; at < glob.length; at += 1) {
    const char = glob.charAt(at);
    const set = char === '[' ? classAt(glob, at) : null;
    if (set !== null) {
      source += set.source;
      at = set.end;
    } else if (char === '\\' && at + 1 < glob.length) source += literal(glob.charAt((at += 1)));
    else if (glob.startsWith('**/', at) && (at === 0 || glob[at - 1] === '/')) {
      source += '(?:.*/)?';
      at += 2;
    } else if (glob.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{' && closes(at)) {
      open += 1;
      source += '(?:';
    } else if (char === ',' && open > 0) source += '|';
    else if (char === '}' && open > 0) {
      open -= 1;
      source += ')';
    } else source += literal(char);
  }
  const regex = compiled(`${source}${')'.repeat(open)}`);
  return (path) => regex?.matcher(path).matches() ?? false;
}

/** null for a reversed class, `[z-a]`: as in shells, it matches nothing. */
function compiled(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source, RE2JS.DOTALL);
  } catch (thrown) {
    if (thrown instanceof RE2JSException) return null;
    throw thrown;
  }
}
