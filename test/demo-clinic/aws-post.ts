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

/** The form fields of a post signed by AWS's library, valid for ten minutes. */
export async function signByAws({
  key = 'temp/1/${filename}',
  conditions = [],
  fields = {},
  by = knownAccount,
}: AwsPost = {}): Promise<Record<string, string>> {
  // Cast by unknown: the library has its own copy of this class, which TypeScript treats as another type.
  const client: unknown = new S3Client({ region: by.region, credentials: by });
  const options = { Bucket: by.bucket, Key: key, Conditions: conditions, Fields: fields, Expires: 600 };
  return (await createPresignedPost(client as Client, options)).fields;
}
