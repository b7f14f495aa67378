/**
 * The channels of Electron IPC that carry the contract: requests, answered, and events. By the third the preload alone turns
 * a dropped file into a handle: the page never sees its path, and can name none.
 */
export const callChannel = 'chartdrop:call';
export const eventChannel = 'chartdrop:event';
export const grantChannel = 'chartdrop:grant';
