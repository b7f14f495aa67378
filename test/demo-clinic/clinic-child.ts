import { startDemoClinic, type DemoClinicOptions } from '../../main/demo-clinic/start.ts';
import type { FromChild, ToChild } from './clinic-fork.ts';

/**
 * A demo clinic in a process of its own, so that a test can kill it. Faults come over the process's own channel, which
 * only the test that forked it holds: the clinic listens to nothing of the kind.
 */
const clinic = await startDemoClinic(JSON.parse(process.argv[2] ?? '') as DemoClinicOptions);
const tell = (message: FromChild) => process.send?.(message);

process.on('message', (message: ToChild) => {
  const { id } = message;
  if ('read' in message) {
    tell({
      id,
      book: { patients: clinic.patients(), cases: clinic.cases(), attachments: clinic.attachments() },
    });
    return;
  }
  if (message.clear === true) clinic.faults.clear();
  clinic.faults.turn(message.turn ?? {});
  clinic.faults.add(...(message.add ?? []));
  tell({ id, fired: clinic.faults.fired(), requests: clinic.requests() });
});
process.on('disconnect', () => process.exit());
tell({ apiUrl: clinic.apiUrl, storageUrl: clinic.storageUrl, apiKey: clinic.apiKey });
