import { startDemoClinic, type DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import { createCaseEdits } from './case-edits.ts';
import type { FromChild, ToChild } from './clinic-fork.ts';

/**
 * A demo clinic in a separate process, so that a test can kill it. Faults arrive over the channel to the parent process
 * only; the clinic has no address for them.
 */
/** When a client last read or wrote a case's list, by this process' clock. */
const usedAt = new Map<string, number>();
const caseEdits = createCaseEdits();
const clinic = await startDemoClinic({
  ...(JSON.parse(process.argv[2] ?? '') as DemoClinicOptions),
  onExchange(exchange) {
    caseEdits.called(exchange);
    const id = /\/patient_cases\/(\d+)/.exec(exchange.url)?.[1];
    if (id !== undefined) usedAt.set(id, performance.now());
  },
});
const tell = (message: FromChild) => process.send?.(message);

process.on('message', (message: ToChild) => {
  const { id } = message;
  if ('read' in message) {
    tell({
      id,
      book: {
        patients: clinic.patients(),
        cases: clinic.cases(),
        attachments: clinic.attachments(),
        overwritten: caseEdits.overwritten(),
      },
    });
    return;
  }
  if ('edit' in message) {
    const isQuiet = performance.now() - (usedAt.get(message.edit) ?? -Infinity) >= message.quietMs;
    if (isQuiet) {
      const { add = [], remove = [] } = message.change;
      clinic.editCase(message.edit, message.change);
      caseEdits.edited(message.edit, [...add, ...remove]);
    }
    tell({ id, edited: isQuiet });
    return;
  }
  if (message.clear === true) clinic.faults.clear();
  clinic.faults.turn(message.turn ?? {});
  clinic.faults.add(...(message.add ?? []));
  tell({ id, fired: clinic.faults.fired(), requests: clinic.requests() });
});
process.on('disconnect', () => process.exit());
tell({ apiUrl: clinic.apiUrl, storageUrl: clinic.storageUrl, apiKey: clinic.apiKey });
