/**
 * The most attachments that are archived without the host's confirmation, if it has a dialog for it; and that one
 * request moves to another patient, since each is archived in its first chart.
 */
export const mostArchivedUnasked = 20;
