import { relative } from 'node:path';

/** Components by the names of their styles. */
const named = new Map();

/** Svelte reads TypeScript's types without preprocessing. */
export default {
  compilerOptions: {
    /** Short, since each element with a style has it. Throws if two components would share their styles. */
    cssHash({ hash, filename }) {
      const file = relative(import.meta.dirname, filename ?? '').replaceAll('\\', '/');
      const name = `s${hash(file).slice(0, 3)}`;
      const owner = named.get(name) ?? file;
      if (owner !== file) throw new Error(`${file} would have the style name of ${owner}: use longer names`);
      named.set(name, file);
      return name;
    },
  },
};
