import { randomUUID } from 'node:crypto';
import { algorithm, amzDate, credentialOn, signText, type StorageAccount } from './signature-v4.ts';

export interface PresignOptions {
  readonly patientId: string;
  /** Ends in a slash. */
  readonly storageUrl: string;
  readonly account: StorageAccount;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly lifetimeMs: number;
  readonly maxFileBytes: number;
}

export interface PresignedPost {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The clinic's account at the service; all accounts share the storage. */
const accountId = '45120';

/** The folder for one patient's temporary objects. Attachments can be made only from these. */
export const temporaryFolder = (patientId: string): string =>
  `${accountId}/patients/${patientId}/attachments/temp/`;

/**
 * The address and form fields for posting a patient's file. The url has its trailing slash only for patients with an
 * even id, since integrators have seen both.
 */
export function presignPost(options: PresignOptions): PresignedPost {
  const { account } = options;
  const date = amzDate(options.now);
  const day = date.slice(0, 8);
  const folder = `${temporaryFolder(options.patientId)}${randomUUID()}/`;
  const signed = {
    acl: 'private',
    success_action_status: '201',
    'x-amz-algorithm': algorithm,
    'x-amz-credential': credentialOn(day, account),
    'x-amz-date': date,
  };
  const document = {
    expiration: new Date(options.now + options.lifetimeMs).toISOString(),
    conditions: [
      { bucket: account.bucket },
      ['starts-with', '$key', folder],
      ['content-length-range', 0, options.maxFileBytes],
      ...Object.entries(signed).map(([name, value]) => ({ [name]: value })),
    ],
  };
  const policy = Buffer.from(JSON.stringify(document)).toString('base64');
  const isEven = Number(options.patientId.at(-1)) % 2 === 0;
  return {
    url: isEven ? options.storageUrl : options.storageUrl.replace(/\/$/, ''),
    fields: {
      key: `${folder}\${filename}`,
      policy,
      ...signed,
      'x-amz-signature': signText(policy, day, account),
    },
  };
}
