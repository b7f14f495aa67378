/** The two channels of Electron IPC that carry the contract: requests, answered, and events. */
export const callChannel = 'chartdrop:call';
export const eventChannel = 'chartdrop:event';
