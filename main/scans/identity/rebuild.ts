import { basename } from 'node:path';
import type { AttachmentId } from '../../../preload/contract/ids.ts';
import { readableName } from '../../../preload/contract/readable-name.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { hashContent } from '../../clinic/storage/content.ts';
import type { CallOptions } from '../../clinic/http.ts';
import { storageName } from '../../clinic/storage/multipart.ts';
import { collect } from '../../clinic/pages.ts';
import { hashFile } from '../../files/file-content.ts';
import type { Placement } from '../../uploads/intake/intake.ts';

/** The files that existed in a folder when its records were lost with a damaged database. */
export interface Rebuild {
  readonly isNeeded: boolean;
  appeared(path: string): void;
  /** The first listing is done: files that appear from now on are new. */
  listed(): void;
  /** Whether a file existed then. */
  lay(path: string): boolean;
  /** The file is a job now; a later one of its name is new. */
  taken(path: string): void;
}

export function createRebuild(isNeeded: boolean): Rebuild {
  const layThere = new Set<string>();
  let isListed = false;
  return {
    isNeeded,
    appeared(path) {
      if (isNeeded && !isListed) layThere.add(path);
    },
    listed: () => void (isListed = true),
    lay: (path) => layThere.has(path),
    taken: (path) => void layThere.delete(path),
  };
}

/**
 * The destination of a file whose records were lost: it is unknown whether it was filed or skipped. If the chart of its
 * route holds its name, size and bytes, it counts as filed. Otherwise a person decides; nothing is uploaded without
 * asking. Throws the clinic's errors, and those of reading the file.
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
    if (record.filename !== storageName(readableName(basename(path))) || deps.isServed(record.id)) continue;
    if ((await hashContent(client, record, options)) !== sha256) continue;
    return { kind: 'reconcile', destination, since: record.created_at };
  }
  return { kind: 'inbox', reason: 'records-lost', candidates: [destination] };
}
