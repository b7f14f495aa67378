import { basename } from 'node:path';
import type { AttachmentId } from '../../../preload/contract/ids.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { hashContent } from '../../clinic/storage/content.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { storageName } from '../../clinic/storage/multipart.ts';
import { collect } from '../../clinic/pages.ts';
import { hashFile } from '../../files/file-content.ts';
import type { Placement } from '../../uploads/intake/intake.ts';

/**
 * Where a file goes that lay in its folder when the database had been damaged and was begun anew: nobody knows any more
 * whether it was filed, or left alone on purpose. One that the chart of its route holds, by name, size and bytes, is
 * taken for what it is: filed. About any other a person decides; nothing is uploaded unasked. Throws the clinic's
 * errors, and those of reading the file.
 */
export async function placeRebuilt(
  place: Placement,
  path: string,
  deps: {
    client: ClinicClient;
    isServed: (id: AttachmentId) => boolean;
    options: CallOptions;
  },
): Promise<Placement> {
  const { client, options } = deps;
  if (place.kind === 'inbox') return { ...place, reason: 'records-lost' };
  const { destination } = place;
  const { sha256, fingerprint } = await hashFile(path, options.signal);
  const records = await collect(
    client.attachmentsOfPatient(
      destination.patient.id,
      { filters: [{ field: 'size', operator: '=', value: fingerprint.size }] },
      options,
    ),
  );
  for (const record of records) {
    if (record.filename !== storageName(basename(path)) || deps.isServed(record.id)) continue;
    if ((await hashContent(client, record, options)) !== sha256) continue;
    return { kind: 'reconcile', destination, since: record.created_at };
  }
  return { kind: 'inbox', reason: 'records-lost', candidates: [destination] };
}
