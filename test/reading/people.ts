import type { Patient } from '../../main/clinic/schemas.ts';
import { patientIdSchema } from '../../preload/contract/ids.ts';
import type { PageLine } from '../../preload/contract/page-line.ts';

/** A made-up patient, by "first last" and a date of birth. */
export function patientOf(
  number: number,
  [first_name, last_name, date_of_birth]: readonly [string, string, string],
  more: Partial<Patient> = {},
): Patient {
  const none = { old_reference_id: null, archived_at: null, deleted_at: null, merged_at: null };
  const id = patientIdSchema.parse(String(1_968_645_883_121_640_000n + BigInt(number)));
  return { id, first_name, last_name, preferred_first_name: null, date_of_birth, ...none, ...more };
}

/** Lines of a page, one below the other. A line with ` || ` has two columns. */
export function pageOf(text: string, page = 1): PageLine[] {
  return text
    .split('\n')
    .map((row) => row.trim())
    .flatMap((row, at) =>
      row.split(' || ').flatMap((piece, column) => {
        const box = { left: 0.1 + column * 0.45, top: 0.05 + at * 0.016, width: 0.3, height: 0.011 };
        return piece.trim() === '' ? [] : [{ page, text: piece.trim(), box }];
      }),
    );
}
