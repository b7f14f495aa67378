/** A code on a page: a QR code, or one of lines. */
export interface Code {
  readonly kind: 'qr' | 'line';
  readonly text: string;
}

/** The result of reading the codes of a page. */
export interface ReadPage {
  readonly codes: readonly Code[];
  /** It has no text and no picture. */
  readonly isBlank: boolean;
}

/** More codes of one page, and longer texts, are left out. */
export const mostCodes = 20;
export const mostCodeText = 500;
