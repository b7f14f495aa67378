import { RE2JS, RE2JSException } from 're2js';
import { caseIdSchema, patientIdSchema } from '../../../preload/contract/ids.ts';
import type { NameReading } from '../../../preload/contract/name-reading.ts';
import { ChartdropError } from '../../base/errors.ts';
import { parseBirthDate } from '../../../preload/contract/birth-date.ts';

/** The query that a file or folder name contains. */
export type LookupQuery = NameReading;

export interface Pattern {
  /** The query in the name, or null if it does not match or holds no valid id or date. */
  readonly match: (name: string) => LookupQuery | null;
}

const personGroups = ['lastName', 'firstName', 'dob'] as const;
const groupNames = new Set<string>(['patientId', 'caseId', ...personGroups]);

const invalid = (detail: string, cause?: unknown) => new ChartdropError('pattern-invalid', { detail, cause });

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source.normalize('NFC'));
  } catch (thrown) {
    throw thrown instanceof RE2JSException ? invalid(thrown.message, thrown) : thrown;
  }
}

/** Refuses unused groups: a misspelled one would silently send every scan to the inbox. */
function checkGroups(names: readonly string[]): void {
  const unknown = names.find((name) => !groupNames.has(name));
  if (unknown !== undefined) throw invalid(unknown);
  const person = personGroups.filter((name) => names.includes(name));
  if (person.length > 0 && person.length < personGroups.length) throw invalid(personGroups.join(', '));
  if (names.length === 0) throw invalid([...groupNames].join(', '));
}

/** `van_der_Berg` is a common spelling of a name with spaces in a file name. */
const asName = (text: string | undefined) => (text ?? '').replaceAll('_', ' ').trim();

/**
 * Compiles a route's pattern in RE2 syntax, whose time is linear in the name's length. Throws `pattern-invalid` for a
 * syntax error, an unknown named group, or too few of them.
 */
export function compilePattern(source: string): Pattern {
  const regex = compile(source);
  const names = Object.keys(regex.namedGroups());
  checkGroups(names);

  return {
    match(name) {
      const matcher = regex.matcher(name.normalize('NFC'));
      if (!matcher.find()) return null;
      const group = (wanted: string) =>
        names.includes(wanted) ? (matcher.group(wanted) ?? undefined) : undefined;

      const patientId = patientIdSchema.safeParse(group('patientId')).data ?? null;
      // A group that matched an invalid id is a mismatch; the other groups do not count then.
      if (patientId === null && group('patientId') !== undefined) return null;
      const caseText = group('caseId');
      if (caseText !== undefined) {
        const caseId = caseIdSchema.safeParse(caseText).data;
        return caseId === undefined ? null : { kind: 'case', caseId, patientId };
      }
      if (patientId !== null) return { kind: 'patient', patientId };

      const [lastName, firstName] = [asName(group('lastName')), asName(group('firstName'))];
      const dateOfBirth = parseBirthDate(group('dob') ?? '');
      if (lastName === '' || firstName === '' || dateOfBirth === null) return null;
      return { kind: 'person', lastName, firstName, dateOfBirth };
    },
  };
}
