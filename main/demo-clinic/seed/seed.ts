import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CaseLinks } from '../records/case-links.ts';
import { contentTypeOf } from '../base/content-types.ts';
import { inTransaction } from '../base/database.ts';
import type { Attachment, Patient, PatientCase, Records, SeedType, User } from '../records/records.ts';
import { seedFile } from './seed-files.ts';
import { caseNames, documentNames } from './seed-names.ts';
import { seedPatients, seedTime, seedUsers } from './seed-people.ts';
import { seedPractice } from './seed-practice.ts';
import { createRandom, type Random } from '../base/seeded-random.ts';

const caseCount = 80;
const attachmentCount = 500;
const types = ['pdf', 'pdf', 'pdf', 'png', 'jpg', 'jpg', 'tif', 'txt'] as const;

export interface SeedDeps {
  readonly db: DatabaseSync;
  readonly records: Records;
  readonly caseLinks: CaseLinks;
}

/** Fills an empty clinic, once, always with the same made-up records. */
export function seedClinic({ db, records, caseLinks }: SeedDeps): void {
  inTransaction(db, () => {
    const known = records.list('user');
    if (known.length > 0) {
      // A clinic of an earlier version has people but no practice.
      if (records.list('practitioner').length === 0) seedPractice(records, known);
      return;
    }
    const random = createRandom(1980);
    const users = seedUsers(records);
    const patients = seedPatients(records, random);
    const [jane, ...others] = patients.filter(isCurrent);
    if (jane === undefined) throw new RangeError('the seed has no current patient');
    const choosePatient = (at: number) =>
      at % 40 === 0 ? jane : (others[random.below(others.length)] ?? jane);
    const cases = Array.from({ length: caseCount }, (_, at) =>
      seedCase(records, random, choosePatient(at), at),
    );
    for (let at = 0; at < attachmentCount; at += 1) {
      const patient = choosePatient(at);
      const { attachmentId, caseId } = seedAttachment(records, random, { at, patient, cases, users });
      if (caseId !== null) caseLinks.add(caseId, [attachmentId]);
    }
    seedPractice(records, users);
  });
}

const isCurrent = ({ archived_at, deleted_at, merged_at }: Patient) =>
  archived_at === null && deleted_at === null && merged_at === null;

/** The first is Jane Citizen's open `Knee 2026`. Some of the others are closed, expired or archived. */
function seedCase(records: Records, random: Random, patient: Patient, at: number): PatientCase {
  const isPlain = at === 0;
  const created_at = seedTime(random);
  const patientCase: PatientCase = {
    id: records.nextId(),
    created_at,
    updated_at: created_at,
    archived_at: !isPlain && random.chance(0.08) ? seedTime(random) : null,
    patient_id: patient.id,
    name: isPlain ? caseNames[0] : random.pick(caseNames),
    issue_date: created_at.slice(0, 10),
    expiry_date: isPlain ? '2031-12-31' : random.pick([null, '2025-06-30', '2026-01-31', '2031-12-31']),
    closed: !isPlain && random.chance(0.2),
    notes: random.chance(0.3) ? 'Invoices go to the insurer.' : null,
  };
  records.put('case', patientCase);
  return patientCase;
}

interface AttachmentSeed {
  readonly at: number;
  readonly patient: Patient;
  readonly cases: readonly PatientCase[];
  readonly users: readonly User[];
}

/** Two are patient exports; some are archived or pinned. `caseId`: the case that lists it, or null. */
function seedAttachment(
  records: Records,
  random: Random,
  { at, patient, cases, users }: AttachmentSeed,
): { attachmentId: string; caseId: string | null } {
  const isExport = at === 123 || at === 321;
  const type: SeedType = isExport ? 'zip' : random.pick(types);
  const title = random.pick(documentNames);
  const patientCase = random.chance(0.5) ? cases.find((one) => one.patient_id === patient.id) : undefined;
  const filename = isExport ? `patient-export-${at}.zip` : `${title} ${at + 1}.${type}`;
  const file = seedFile(type, at);
  const created_at = seedTime(random);
  const attachment: Attachment = {
    id: records.nextId(),
    created_at,
    updated_at: created_at,
    archived_at: random.chance(0.06) ? '2026-11-01T00:00:00Z' : null,
    pinned_at: random.chance(0.05) ? created_at : null,
    processed_at: created_at,
    patient_id: patient.id,
    user_id: users[random.below(users.length)]?.id ?? '',
    description: patientCase === undefined ? random.pick([null, title]) : title,
    filename,
    size: file.length,
    content_type: contentTypeOf(filename),
    bytes: {
      from: 'seed',
      type,
      number: at,
      size: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    },
  };
  records.put('attachment', attachment);
  return { attachmentId: attachment.id, caseId: patientCase?.id ?? null };
}
