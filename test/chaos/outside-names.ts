/** A file that no program of a round may open. */
export const unreadableName = 'may not be read.pdf';
