import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { givenApiUrl } from '../../clinic/api-key.ts';
import { createDesk } from '../../core/desk.ts';
import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import { createFolderBrowser } from '../../window/handlers/folders/folder-browser.ts';
import { createWindowService } from '../../window/window-service.ts';
import { readPcNames } from '../preset/pc-names.ts';
import { privateFolder } from '../private-folder.ts';
import { productVersion } from '../product.ts';
import { systemClock } from '../system-clock.ts';
import { aborted } from '../cli/aborted.ts';
import type { Io } from '../cli/io.ts';
import { openLog } from '../cli/open-log.ts';
import { openWindow, removeWindowPage } from './open-window.ts';
import { askRunningWindow, createAskedAgain } from './running-window.ts';
import { type DataOptions, dataDirectory } from '../cli/session.ts';
import { createNodePorts } from '../cli/node-ports.ts';
import { createSettingsFile, systemPreset } from '../cli/settings-file.ts';
import { builtWindow, startWindowServer } from './window-server.ts';

export interface ServeOptions extends DataOptions {
  readonly port: number;
  readonly open: boolean;
  /** The root of the folder browser; default the person's home. */
  readonly root?: string;
}

/** `chartdrop serve`: shows the window in a browser on this machine, until Ctrl-C. */
export async function serveCommand(options: ServeOptions, io: Io): Promise<number> {
  if (!existsSync(join(builtWindow, 'index.html'))) {
    throw new ChartdropError('request-invalid', {
      detail: 'the window is not built; run `npm run build` first',
    });
  }
  const directory = dataDirectory(options);
  await privateFolder(directory);
  const running = await askRunningWindow(directory);
  if (running !== null) {
    await show(running, options, directory, io);
    return 0;
  }
  const log = openLog(directory, io);
  const ports = createNodePorts({
    dataDirectory: directory,
    log: log.file,
    apiUrl: givenApiUrl(io.env['CHARTDROP_API_URL']),
  });
  const { decoder, network } = ports;
  const settings = createSettingsFile(directory, systemPreset(log.file, io));
  const desk = createDesk({ ...ports, settings, pc: readPcNames() });
  const capabilities = {
    chooseFolder: false,
    asksItself: false,
    tray: false,
    notifications: false,
    loginItem: false,
    showLog: false,
  };
  const service = createWindowService({
    desk,
    decoder,
    clock: systemClock,
    info: { version: productVersion, host: 'browser', capabilities },
    log: log.file,
    showLog: null,
    chooseFolder: null,
    chooseSettings: null,
    browser: createFolderBrowser(options.root ?? homedir()),
    home: options.root ?? homedir(),
    confirm: null,
    updates: null,
    hostSettings: null,
    dropConnections: () => network.dropConnections(),
  });
  log.file.info('started');
  try {
    await desk.start().catch((thrown: unknown) => {
      // The window asks for the key; only a person at the command line can fix other errors.
      if (asChartdropError(thrown).code !== 'key-missing') throw thrown;
    });
    const askedAgain = createAskedAgain();
    const server = await startWindowServer({
      port: options.port,
      clock: systemClock,
      askedAgain,
      ...service,
    });
    try {
      await askedAgain.announce(directory, Number(server.address.split(':').at(-1)));
      await show(server.newUrl(), options, directory, io, server.newUrl());
      await aborted(io.signal);
      return 0;
    } finally {
      await askedAgain.retract(directory);
      await removeWindowPage(directory);
      await server.stop();
    }
  } finally {
    service.stop();
    await desk.stop();
    await decoder.stop();
    log.file.info('stopped');
    log.close();
  }
}

/** Prints an address, and opens one in the browser if requested; each is valid for one visit. */
async function show(
  printed: string,
  options: ServeOptions,
  directory: string,
  io: Io,
  opened = printed,
): Promise<void> {
  io.out(printed);
  io.err(
    'Open this address in a browser on this machine; it is good for one visit within ten minutes. Start Chartdrop again for another. Ctrl-C stops it.',
  );
  if (!options.open || (await openWindow(opened, directory, process.env))) return;
  io.err('No browser could be opened from here.');
}
