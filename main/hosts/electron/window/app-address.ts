/** The window's own address: not `file://`, so that it has an origin, and nothing else on the disk is near it. */
export const appScheme = 'app';
export const appUrl = `${appScheme}://chartdrop/`;
