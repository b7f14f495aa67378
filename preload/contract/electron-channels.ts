/**
 * The channels of Electron's IPC: requests with answers, events, and handles. Only the preload uses the third, which
 * converts a dropped file into a handle: the page never sees a path and cannot name one.
 */
export const callChannel = 'chartdrop:call';
export const eventChannel = 'chartdrop:event';
export const grantChannel = 'chartdrop:grant';
