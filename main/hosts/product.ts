/** As in electron-builder.yml. */
export const productName = 'Chartdrop';

/** As in package.json; a test compares them. */
export const productVersion = '0.1.0';

/** The service requires the program's name and a contact address. */
export const userAgent = `Chartdrop/${productVersion} (developers@chartdrop.example)`;
