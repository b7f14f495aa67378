/** The most records per request. */
const mostAtOnce = 1000;

/** Splits records into groups of `size` for one request each. */
export const batches = <T>(all: readonly T[], size = mostAtOnce): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
