import type { UpdateState } from '../../preload/contract/updates.ts';
import type { Stop } from '../base/ports.ts';

/** The functions of a host that updates itself. */
export interface UpdatesPort {
  state(): UpdateState;
  check(): Promise<UpdateState>;
  /** Restarts with the downloaded update. False: uploads are active, and nothing was changed. */
  restart(): boolean;
  listen(onChanged: () => void): Stop;
}

/** The state of a host that does not update itself. */
export const updatedElsewhere: UpdateState = { kind: 'off', why: 'host' };
