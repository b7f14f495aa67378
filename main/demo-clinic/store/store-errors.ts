/** The store's error codes, as S3 and similar gateways name them, with their statuses. */
const statuses = {
  AccessDenied: 403,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidPolicyDocument: 400,
  MalformedPOSTRequest: 400,
  MaxPostPreDataLengthExceededError: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  PreconditionFailed: 412,
  SignatureDoesNotMatch: 403,
} as const;

export type StoreErrorCode = keyof typeof statuses;

export interface Refusal {
  readonly status: number;
  readonly code: StoreErrorCode;
  readonly message: string;
}

/**
 * A refusal. Its message is empty for codes that gateways send without one, so that clients need their own messages.
 */
export const refusal = (code: StoreErrorCode, message = ''): Refusal => ({
  status: statuses[code],
  code,
  message,
});

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

export const refusalXml = ({ code, message }: Refusal): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
