import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { Objects } from './objects.ts';
import type { Attachment, Records } from '../records/records.ts';
import { seedFile } from '../seed/seed-files.ts';

export interface OpenedContent {
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly stream: () => Readable;
}

export type Content = ReturnType<typeof createContent>;

/** The bytes of attachments, uploaded or generated. */
export function createContent({ records, objects }: { records: Records; objects: Objects }) {
  const streamOf = ({ bytes }: Attachment) =>
    bytes.from === 'upload'
      ? createReadStream(objects.pathOf(bytes.blob), { highWaterMark: 1 << 20 })
      : Readable.from([seedFile(bytes.type, bytes.number)]);

  return {
    /** null if the attachment does not exist or is not processed yet. */
    open(attachmentId: string): OpenedContent | null {
      const attachment = records.get('attachment', attachmentId);
      if (attachment === null || attachment.processed_at === null) return null;
      const size = attachment.bytes.size;
      return { type: attachment.content_type ?? '', size, stream: () => streamOf(attachment) };
    },

    /** All bytes at once, processed or not. Throws for an unknown id. */
    async read(attachmentId: string): Promise<Buffer> {
      const attachment = records.get('attachment', attachmentId);
      if (attachment === null) throw new RangeError(`no attachment ${attachmentId}`);
      return buffer(streamOf(attachment));
    },

    /** Hex SHA-256. */
    sha256: ({ bytes }: Attachment): string =>
      bytes.from === 'seed' ? bytes.sha256 : objects.sha256(bytes.blob),
  };
}
