/** The steps of the first run, in order. Without zod, to keep the window small. */
export const setupSteps = ['clinic', 'folder', 'scan'] as const;
export type SetupStep = (typeof setupSteps)[number];
