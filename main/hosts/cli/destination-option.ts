import { commandLine } from '../../../preload/words/en/command-line.ts';
import type { Destination } from '../../../preload/contract/destination.ts';
import { type CaseId, caseIdSchema, type PatientId, patientIdSchema } from '../../../preload/contract/ids.ts';
import type { ClinicClient } from '../../clinic/client.ts';
import { caseDestination, patientDestination } from '../../clinic/cases/destinations.ts';
import { ChartdropError } from '../../base/errors.ts';

export type DestinationChoice = { kind: 'patient'; id: PatientId } | { kind: 'case'; id: CaseId };

export interface DestinationOption {
  readonly patient?: string;
  readonly case?: string;
}

/**
 * The destination that `--patient` or `--case` names. Throws `request-invalid` for both, none, or a text that is no id.
 */
export function readDestinationOption(option: DestinationOption): DestinationChoice {
  if ((option.patient === undefined) === (option.case === undefined)) {
    throw new ChartdropError('request-invalid', { detail: commandLine.options.destination });
  }
  return option.case === undefined
    ? { kind: 'patient', id: idOf(patientIdSchema.safeParse(option.patient), '--patient') }
    : { kind: 'case', id: idOf(caseIdSchema.safeParse(option.case), '--case') };
}

/** Asks the clinic for the destination, with background priority since there is no window. */
export function askDestination(
  choice: DestinationChoice,
  client: ClinicClient,
  signal: AbortSignal,
): Promise<Destination> {
  const call = { priority: 'background', signal } as const;
  return choice.kind === 'case'
    ? caseDestination(client, choice.id, call)
    : patientDestination(client, choice.id, call);
}

/** An id from the command line. Throws `request-invalid` with the option's name. */
export function idOf<T>(parsed: { success: true; data: T } | { success: false }, option: string): T {
  if (parsed.success) return parsed.data;
  throw new ChartdropError('request-invalid', { detail: commandLine.options.noId(option) });
}
