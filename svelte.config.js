/** Svelte reads TypeScript's types without preprocessing. */
export default {};
