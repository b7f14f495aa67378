import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { parseApiUrl } from '../../clinic/api-key.ts';
import { startDemoClinic } from '../../demo-clinic/start.ts';
import { createDesk } from '../../desk.ts';
import { asChartdropError, ChartdropError } from '../../errors.ts';
import { createWindowService } from '../../ipc/window-service.ts';
import { osUserName } from '../os-user.ts';
import { readPreset, systemPresetFile } from '../preset.ts';
import { productVersion, userAgent } from '../product.ts';
import { systemClock } from '../system-clock.ts';
import { aborted } from './aborted.ts';
import type { Io } from './io.ts';
import { openLog } from './open-log.ts';
import { environmentNetwork } from './proxy-from-environment.ts';
import { createSecretsFile } from '../secrets-file.ts';
import { type DataOptions, dataDirectory } from './session.ts';
import { systemTrash } from './session-app.ts';
import { createSettingsFile } from './settings-file.ts';
import { builtWindow, startWindowServer } from './window-server.ts';

export interface ServeOptions extends DataOptions {
  readonly port: number;
  readonly open: boolean;
}

/** `chartdrop serve`: the window in a browser on this machine, until Ctrl-C. */
export async function serveCommand(options: ServeOptions, io: Io): Promise<number> {
  if (!existsSync(join(builtWindow, 'index.html'))) {
    throw new ChartdropError('request-invalid', {
      detail: 'the window is not built; run `npm run build` first',
    });
  }
  const directory = dataDirectory(options);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const apiUrl = io.env['CHARTDROP_API_URL'];
  const log = openLog(directory, io);
  const secrets = createSecretsFile(join(directory, 'secrets.json'));
  const network = environmentNetwork(secrets, log.file);
  const desk = createDesk({
    dataDirectory: directory,
    clock: systemClock,
    log: log.file,
    trash: systemTrash,
    random: Math.random,
    osUser: osUserName(),
    station: hostname(),
    userAgent,
    secrets,
    network,
    settings: createSettingsFile(directory, readPreset([systemPresetFile(process.platform, io.env)])),
    openDemo: () => startDemoClinic({ directory: join(directory, 'demo-clinic') }),
    apiUrl: apiUrl === undefined || apiUrl === '' ? null : parseApiUrl(apiUrl),
  });
  const capabilities = {
    chooseFolder: false,
    filePaths: false,
    tray: false,
    loginItem: false,
    showLog: false,
  };
  const service = createWindowService({
    desk,
    clock: systemClock,
    info: { version: productVersion, host: 'browser', capabilities },
    log: log.file,
    showLog: null,
    chooseFolder: null,
    updates: null,
    hostSettings: null,
    dropConnections: () => network.dropConnections(),
  });
  log.file.info('started');
  try {
    await desk.start().catch((thrown: unknown) => {
      // The window asks for it; everything else only whoever started it can mend.
      if (asChartdropError(thrown).code !== 'key-missing') throw thrown;
    });
    const server = await startWindowServer({ port: options.port, ...service });
    try {
      io.out(server.url);
      io.err('Open this address in a browser on this machine; it is good for one visit. Ctrl-C stops.');
      if (options.open) openInBrowser(server.url, io);
      await aborted(io.signal);
      return 0;
    } finally {
      await server.stop();
    }
  } finally {
    service.stop();
    await desk.stop();
    log.file.info('stopped');
    log.close();
  }
}

/** By the system's own opener; where there is none, the printed address is enough. */
function openInBrowser(url: string, io: Io): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['explorer.exe', url]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', url];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => io.err('No browser could be opened from here.'));
  child.unref();
}
