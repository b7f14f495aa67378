import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadName } from '../../main/jobs/upload-name.ts';

const appearedAt = new Date(2026, 10, 26, 9, 30).getTime();
const file = {
  path: '/scans/scan 7.pdf',
  name: 'scan 7.pdf',
  fingerprint: { size: 1, modifiedNs: '1', changedNs: '1', inode: '1' },
  sha256: null,
};
const named = (template: string, description: string | null = 'Referral', name = file.name): string =>
  uploadName({ file: { ...file, name }, naming: { template, counter: 7 }, description, appearedAt });

describe('the name of a file in the chart', () => {
  it.each([
    ['{date} {preset} {name}', 'Referral', '2026-11-26 Referral scan 7.pdf'],
    ['{preset}-{counter}', 'Referral', 'Referral-007.pdf'],
    ['{name}_{preset}_{date}', null, 'scan 7_2026-11-26.pdf'],
    ['{preset} - {name}', null, 'scan 7.pdf'],
    ['{preset}', null, 'scan 7.pdf'],
    ['Scan', null, 'Scan.pdf'],
    ['{unknown} {name}', null, '{unknown} scan 7.pdf'],
  ])('%s with %j is %s', (template, description, expected) => {
    expect(named(template, description)).toBe(expected);
  });

  it.each(['Smith - MRI.pdf', 'a  b.pdf', '_draft_.pdf', 'a--b.tar.gz'])(
    'leaves the name of %j unchanged, whatever the other fields',
    (name) => {
      const job = {
        file: { ...file, name },
        naming: { template: '{name}', counter: 7 },
        description: null,
        appearedAt,
      };
      expect(uploadName(job)).toBe(name);
      const dated = { ...job, naming: { template: '{preset} {name}', counter: 7 }, description: 'X-ray' };
      expect(uploadName(dated)).toBe(`X-ray ${name}`);
    },
  );

  it('is its own without a template', () => {
    expect(uploadName({ file, naming: null, description: 'X-ray', appearedAt })).toBe('scan 7.pdf');
  });

  it('never replaces a template’s fields inside a description, and is never empty', () => {
    expect(named('{preset} {name}', '$& {date}')).toBe('$& {date} scan 7.pdf');
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (template, description) => {
        const name = named(template, description);
        expect(name.endsWith('.pdf')).toBe(true);
        expect(name).not.toBe('.pdf');
      }),
    );
  });
});
