/** Svelte reads the types of TypeScript by itself; nothing is preprocessed. */
export default {};
