import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLink } from '../../../main/hosts/links.ts';

const digits = fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map(String);

describe('a link', () => {
  it('names a patient or a case by an id with all its digits', () => {
    fc.assert(
      fc.property(digits, (id) => {
        expect(parseLink(`chartdrop://patient/${id}`)).toEqual({ kind: 'patient', id });
        expect(parseLink(`CHARTDROP://case/${id}/`)).toEqual({ kind: 'case', id });
        expect(parseLink(`chartdrop://open?patient_id=${id}`)).toEqual({ kind: 'patient', id });
        // Windows appends a slash to what it takes for a host.
        expect(parseLink(`chartdrop://open/?patient_id=${id}`)).toEqual({ kind: 'patient', id });
      }),
    );
  });

  it.each([
    '',
    'chartdrop:',
    'chartdrop://',
    'chartdrop://patient/',
    'chartdrop://patient/0',
    'chartdrop://patient/007',
    'chartdrop://patient/-1',
    'chartdrop://patient/1e3',
    'chartdrop://patient/1.0',
    'chartdrop://patient/0x1f',
    'chartdrop://patient/%31',
    'chartdrop://patient/١٢',
    'chartdrop://patient/12345678901234567890',
    'chartdrop://patient/1/2',
    'chartdrop://patient/1//',
    'chartdrop://patient/1?arm=yes',
    'chartdrop://patient/1#2',
    'chartdrop://patient/1\n',
    'chartdrop://patient/1 ',
    ' chartdrop://patient/1',
    'chartdrop://me@patient/1',
    'chartdrop://patient:80/1',
    'chartdrop://open?patient_id=1&patient_id=2',
    'chartdrop://open?case_id=1',
    'chartdrop://open?patient_id=',
    'chartdrop:patient/1',
    'chartdrop:////patient/1',
    'https://patient/1',
    'javascript:chartdrop://patient/1',
  ])('%j is none', (text) => {
    expect(parseLink(text)).toBeNull();
  });

  it('is nothing else for any text: it never throws, and returns only what was in it', () => {
    const pieces = fc.constantFrom(
      'chartdrop:',
      '//',
      '/',
      'patient',
      'case',
      'open',
      '?patient_id=',
      '&',
      '%',
      '\0',
      '7',
      '0',
      '#',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(pieces, pieces, digits), { maxLength: 9 }).map((all) => all.join('')),
    );
    let found = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const target = parseLink(text);
        if (target === null) return;
        found += 1;
        expect(target.id).toMatch(/^[1-9]\d{0,18}$/);
        const again = [`patient/${target.id}`, `case/${target.id}`, `open?patient_id=${target.id}`];
        expect(again).toContain(text.replace(/^chartdrop:\/\//, '').replace(/\/(?=\?|$)/, ''));
      }),
      { numRuns: 3000, examples: [['chartdrop://patient/7']] },
    );
    expect(found).toBeGreaterThan(0);
  });
});
