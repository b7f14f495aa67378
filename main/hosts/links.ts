import type { LinkTarget } from '../../preload/contract/host.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';

/** The scheme of links with which other programs and the clinic's pages propose a patient. */
export const linkScheme = 'chartdrop';

const forms: readonly [RegExp, LinkTarget['kind']][] = [
  [/^chartdrop:\/\/patient\/(\d+)\/?$/i, 'patient'],
  [/^chartdrop:\/\/case\/(\d+)\/?$/i, 'case'],
  [/^chartdrop:\/\/open\/?\?patient_id=(\d+)$/i, 'patient'],
];

/**
 * The patient or case that a link proposes, or null. Links are untrusted: only the three forms with digits are
 * accepted. The id stays text, since a number would lose its last digits and name another patient.
 */
export function parseLink(text: string): LinkTarget | null {
  for (const [form, kind] of forms) {
    const digits = form.exec(text)?.[1];
    if (digits === undefined) continue;
    if (kind === 'case') {
      const id = caseIdSchema.safeParse(digits);
      return id.success ? { kind, id: id.data } : null;
    }
    const id = patientIdSchema.safeParse(digits);
    return id.success ? { kind, id: id.data } : null;
  }
  return null;
}
