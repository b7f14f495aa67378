import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { patientRef, searchPatients } from '../../../clinic/people/patient-search.ts';
import { asking } from '../../serve/asking.ts';
import type { Io } from '../io.ts';
import { patientText } from '../plain-text.ts';
import type { CommonOptions } from '../session.ts';

/** `chartdrop clinic`: checks the key and prints its user and account. */
export function clinicCommand(options: CommonOptions, io: Io): Promise<number> {
  return asking(options, io, async (clinic, { place: { baseUrl } }) => {
    const user = await clinic.identify({ priority: 'window', signal: io.signal });
    const name = `${user.first_name} ${user.last_name}`.trim();
    if (options.json) io.out(JSON.stringify({ id: user.id, name, role: user.role, address: baseUrl }));
    else io.out(`${name}${user.role === null ? '' : ` (${user.role})`} at ${baseUrl}`);
  });
}

/** `chartdrop patients QUERY`: finds current patients by name, id, date of birth, old reference or pasted address. */
export function patientsCommand(query: string, options: CommonOptions, io: Io): Promise<number> {
  return asking(options, io, async (clinic) => {
    const call = { priority: 'window', signal: io.signal } as const;
    const { current, unavailable } = await searchPatients(clinic.client, query, call);
    const patients = current.map(patientRef);
    if (options.json) io.out(JSON.stringify({ patients, unavailable: unavailable.map(patientRef) }));
    else for (const patient of patients) io.out(patientText(patient));
    if (patients.length > 0) return;
    io.err(commandLine.patients.none);
    for (const patient of unavailable) {
      io.err(commandLine.patients.unavailable(patientText(patientRef(patient))));
    }
  });
}
