/** As in electron-builder.yml. */
export const productName = 'Chartdrop';

/** As in package.json; a test holds the two together. */
export const productVersion = '0.1.0';

/** The service wants the program's name and an address at which its makers can be reached. */
export const userAgent = `Chartdrop/${productVersion} (developers@chartdrop.example)`;
