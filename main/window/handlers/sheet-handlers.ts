import { randomBytes } from 'node:crypto';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { SheetTarget, SignedSheet } from '../../../preload/contract/sheets.ts';
import { ChartdropError } from '../../base/errors.ts';
import { isCurrent, patientRef } from '../../clinic/people/patient-search.ts';
import { patientRecords } from '../../clinic/people/patients-by-id.ts';
import { patientDetail } from '../../jobs/job-writer.ts';
import { type SheetCode, sheetCodeText } from '../../sheets/sheet-code.ts';
import { sheetsPdf } from '../../sheets/sheet-pdf.ts';
import { askDestination } from './ask-destination.ts';
import { type HandlerDeps, type HandlersOf, windowCall } from './handler-types.ts';

/** Cover sheets, and the key that signs them. */
export function sheetHandlers(deps: HandlerDeps): HandlersOf<'sheets'> {
  const { desk, made } = deps;
  const keys = () => desk.app().sheetKeys;

  /** Patients in one call for a hundred, cases one after the other. Throws `patient-unavailable`. */
  const destinationsOf = async (
    targets: readonly SheetTarget[],
  ): Promise<ReadonlyMap<SheetTarget, Destination>> => {
    const alone = targets.filter(({ caseId }) => caseId === null).map(({ patientId }) => patientId);
    const { client } = desk.app().clinic;
    const records = await patientRecords(client, alone, windowCall(deps));
    const found = new Map<SheetTarget, Destination>();
    for (const target of targets) {
      const record = records.get(target.patientId);
      if (target.caseId !== null) found.set(target, await askDestination(desk, target, deps));
      else if (record === undefined || !isCurrent(record)) throw new ChartdropError('patient-unavailable');
      else found.set(target, { kind: 'patient', patient: patientRef(record) });
    }
    return found;
  };

  const record = (destination: Destination, useBy: string): void =>
    desk.app().notes.add({
      kind: 'sheet-printed',
      patientId: destination.patient.id,
      ...(destination.kind === 'case' ? { caseId: destination.case.id } : {}),
      detail: { ...patientDetail(destination.patient), useBy },
    });

  return {
    'sheets:sign': async ({ sheets, useBy }) => {
      const destinations = await destinationsOf(sheets.filter((target) => target !== null));
      const key = await keys().ready();
      return sheets.map((target): SignedSheet => {
        const random = randomBytes(6);
        const destination = target === null ? null : (destinations.get(target) ?? null);
        const code: SheetCode =
          target === null ? { kind: 'separator' } : { kind: 'target', ...target, useBy };
        if (destination !== null) record(destination, useBy);
        return {
          destination,
          code: sheetCodeText(code, key, random),
          mark: target === null ? null : sheetCodeText({ kind: 'mark' }, key, random),
        };
      });
    },
    'sheets:draw': ({ sheets }) => ({
      file: made.add({ name: 'cover-sheets.pdf', type: 'application/pdf', bytes: sheetsPdf(sheets) }),
    }),
    'sheets:readKey': async () => ({ hasKey: (await keys().read()) !== null }),
    'sheets:exportKey': async ({ passphrase }) => {
      const bytes = Buffer.from(await keys().exportFile(passphrase));
      desk.app().notes.add({ kind: 'sheet-key-exported' });
      return { file: made.add({ name: 'cover-sheet-key.json', type: 'application/json', bytes }) };
    },
    'sheets:importKey': async ({ text, passphrase }) => {
      await keys().importFile(text, passphrase);
      desk.app().notes.add({ kind: 'sheet-key-imported' });
      return { hasKey: true };
    },
  };
}
