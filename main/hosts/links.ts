import type { LinkTarget } from '../../preload/contract/host.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';

/** The scheme by which other programs, and the clinic's own pages, lead to a patient here. */
export const linkScheme = 'chartdrop';

const forms: readonly [RegExp, LinkTarget['kind']][] = [
  [/^chartdrop:\/\/patient\/(\d+)\/?$/i, 'patient'],
  [/^chartdrop:\/\/case\/(\d+)\/?$/i, 'case'],
  [/^chartdrop:\/\/open\/?\?patient_id=(\d+)$/i, 'patient'],
];

/**
 * Whom a link proposes, or null. Whoever makes a link is a stranger: the three forms, digits alone, and nothing else. The
 * id stays text: as a number it would lose its last digits, and be another patient's.
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
