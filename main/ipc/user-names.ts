import type { UserId } from '../../preload/contract/ids.ts';
import type { ClinicClient } from '../clinic/client.ts';

/** Asks for the names of users by their ids; whom the clinic does not tell, or may not be asked for, is left out. */
type AskUserNames = (client: ClinicClient, ids: readonly UserId[]) => Promise<ReadonlyMap<UserId, string>>;

export const userNames: AskUserNames = async () => new Map();
