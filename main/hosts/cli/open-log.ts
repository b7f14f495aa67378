import { join } from 'node:path';
import type { Stop } from '../../base/ports.ts';
import { createLogFile, type LogFile } from '../log-file.ts';
import { systemClock } from '../system-clock.ts';
import type { Io } from './io.ts';

/** Opens the log in a data directory while a command runs. Logs an error that ends the process. */
export function openLog(data: string, io: Pick<Io, 'onFault'>): { file: LogFile; close: Stop } {
  const file = createLogFile({ directory: join(data, 'logs'), clock: systemClock });
  const unlisten = io.onFault(({ code }) => {
    file.warn('stopped-by-fault', { code });
    file.flush();
  });
  return {
    file,
    close() {
      unlisten();
      file.flush();
    },
  };
}
