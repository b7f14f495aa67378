import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../base/ports.ts';
import type { ClinicPorts } from '../../core/clinic-session.ts';
import { createNodeDecoder } from '../../decoder/node-process.ts';
import { fileError } from '../../files/file-errors.ts';
import { osUserName } from '../os-user.ts';
import { userAgent } from '../product.ts';
import { createSecretsFile } from '../secrets-file.ts';
import { systemClock } from '../system-clock.ts';
import { createSystemTrash } from '../system-trash.ts';
import { environmentNetwork } from './proxy-from-environment.ts';

/** The ports of a host on plain Node: the command line and `serve`. `apiUrl`: see `ClinicPorts`. The caller stops the decoder. */
export function createNodePorts(given: {
  dataDirectory: string;
  log: Log;
  apiUrl: string | null;
}): ClinicPorts {
  const { dataDirectory, log, apiUrl } = given;
  const secrets = createSecretsFile(join(dataDirectory, 'secrets.json'));
  return {
    dataDirectory,
    log,
    apiUrl,
    secrets,
    clock: systemClock,
    network: environmentNetwork(secrets, log),
    trash: createSystemTrash(),
    decoder: createNodeDecoder(systemClock),
    random: Math.random,
    osUser: osUserName(),
    station: hostname(),
    userAgent,
    openDemo: async () => {
      // Loaded here: a clinic with its own key needs neither the demo nor its server.
      const { startDemoClinic } = await import('../../demo-clinic/start.ts');
      return startDemoClinic({ directory: join(dataDirectory, 'demo-clinic') }).catch((thrown: unknown) => {
        throw fileError(thrown);
      });
    },
  };
}
