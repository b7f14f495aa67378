import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ChartdropError } from '../../main/base/errors.ts';
import { createRouter } from '../../main/scans/route/routes.ts';
import { caseNames } from '../clinic/case-names.ts';

const atom = fc.oneof(
  fc.constantFrom(
    'a',
    '.',
    '\\d',
    '\\w',
    '\\pL',
    '\\p{Greek}',
    '[^a]',
    '[a-\\x{10ffff}]',
    '^',
    '$',
    '\\b',
    '\\Q',
    '\\E',
  ),
  fc.constantFrom(
    '(?<patientId>\\d+)',
    '(?<caseId>',
    '(?P<dob>',
    '(?<lastName>',
    '(?<x>',
    '(?=',
    '(?!',
    '(?<=',
    '\\1',
  ),
  fc.constantFrom('(', '(?:', '(?i)', '(?s', ')', '|', '[', ']', '\\', '(?<', '>', '漢', '\ud800', '\0'),
  fc.constantFrom('(a+)+', '(a|a)*', '(.*)*', '(a*)*b', '((a{30}){30})', '(\\pL{31}){31}', '(x+x+)+y'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const times = fc.constantFrom(
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '**',
  '{1000}',
  '{1000}{1000}',
  '{0,1000}',
  '{1001}',
  '{2,1}',
  '{99999999999}',
  '{,3}',
);
const pattern = fc.array(fc.tuple(atom, times), { maxLength: 25, size: 'max' }).map(
  (pieces) =>
    pieces
      .map(([one, often]) => one + often)
      .join('')
      .slice(0, 480) + '(?<patientId>\\d+)',
);
const name = fc.oneof(
  fc.constantFrom(
    'a'.repeat(255),
    `${'a'.repeat(250)}!.pdf`,
    '漢'.repeat(85),
    '1'.repeat(255),
    'x'.repeat(255),
    '',
  ),
  fc.constantFrom(...caseNames.map(([, one]) => one)),
  fc.string({ unit: 'binary', maxLength: 255 }),
);

// Finishing is the assertion: with a backtracking engine one of these names would take years.
it('a route’s pattern never hangs: it is refused with a reason, or reads any name (case 20)', () => {
  let usable = 0;
  fc.assert(
    fc.property(
      pattern,
      fc.constantFrom('filename' as const, 'subfolder' as const),
      fc.array(name, { maxLength: 4 }),
      (text, kind, names) => {
        let router: ReturnType<typeof createRouter>;
        try {
          router = createRouter({ kind, pattern: text });
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ChartdropError);
          expect(thrown).toMatchObject({ code: 'pattern-invalid' });
          return;
        }
        usable += 1;
        for (const one of names) {
          const relativePath = kind === 'filename' ? one : `${one}/scan.pdf`;
          const decision = router({ relativePath, token: null, armed: null });
          if (decision.kind === 'lookup' && decision.query.kind === 'patient') {
            expect(one.normalize('NFC')).toContain(decision.query.patientId);
          } else expect(['lookup', 'inbox']).toContain(decision.kind);
        }
      },
    ),
    { numRuns: 1_000, interruptAfterTimeLimit: 5_000, markInterruptAsFailure: false },
  );
  expect(usable).toBeGreaterThan(50);
});
