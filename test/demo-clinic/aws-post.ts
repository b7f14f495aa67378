import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { StorageAccount } from '../../main/demo-clinic/store/signature-v4.ts';
import { knownAccount } from '../fixtures/known-clinic.ts';

type Client = Parameters<typeof createPresignedPost>[0];
type Options = Parameters<typeof createPresignedPost>[1];

export interface AwsPost {
  readonly key?: string;
  readonly conditions?: NonNullable<Options['Conditions']>;
  readonly fields?: Record<string, string>;
  readonly by?: StorageAccount;
}

/** The form fields of a post that AWS's own library signed, good for ten minutes. */
export async function signByAws({
  key = 'temp/1/${filename}',
  conditions = [],
  fields = {},
  by = knownAccount,
}: AwsPost = {}): Promise<Record<string, string>> {
  // Unknown in between: the library has a copy of this class of its own, so by name it is another one.
  const client: unknown = new S3Client({ region: by.region, credentials: by });
  const options = { Bucket: by.bucket, Key: key, Conditions: conditions, Fields: fields, Expires: 600 };
  return (await createPresignedPost(client as Client, options)).fields;
}
