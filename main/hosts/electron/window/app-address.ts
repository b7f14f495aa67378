/** The window's scheme. Unlike `file://` it has an origin and gives no access to other files. */
export const appScheme = 'app';
export const appUrl = `${appScheme}://chartdrop/`;
