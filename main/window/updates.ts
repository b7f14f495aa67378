import type { UpdateState } from '../../preload/contract/updates.ts';
import type { Stop } from '../base/ports.ts';

/** What a host that updates itself offers. */
export interface UpdatesPort {
  state(): UpdateState;
  check(): Promise<UpdateState>;
  /** Restarts with the update that is ready. False: work is under way, and nothing was done. */
  restart(): boolean;
  listen(onChanged: () => void): Stop;
}

/** How a host stands that does not. */
export const updatedElsewhere: UpdateState = { kind: 'off', why: 'host' };
