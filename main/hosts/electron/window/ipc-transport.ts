import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { callChannel, eventChannel, grantChannel } from '../../../../preload/contract/electron-channels.ts';
import { ChartdropError } from '../../../base/errors.ts';
import type { Caller } from '../../../window/caller.ts';
import type { Dispatch } from '../../../window/dispatch.ts';
import { grantPath } from '../../../window/handlers/grant-path.ts';
import type { Notices } from '../../../window/notices.ts';
import type { Stop } from '../../../base/ports.ts';
import { appUrl } from './app-address.ts';

/** Only the window's top frame may send requests, not a frame in it or another page. */
function isOwnFrame(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.url.startsWith(appUrl);
}

/**
 * Connects the contract to Electron's IPC. Until `opened` settles, the window waits for answers and receives no events,
 * since a state without a clinic would look like a first start. Returns a function that disconnects it.
 */
export function startIpcTransport(given: {
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  windows: () => readonly Pick<WebContents, 'send'>[];
  dispatch: Dispatch;
  /** The one window. */
  caller: Caller;
  notices: Notices;
  opened: Promise<unknown>;
}): Stop {
  let isOpened = false;
  void given.opened.then(() => (isOpened = true));
  given.ipcMain.handle(callChannel, async (event, channel: unknown, input: unknown) => {
    if (!isOwnFrame(event) || typeof channel !== 'string') {
      return { ok: false, error: new ChartdropError('request-invalid', { detail: 'sender' }).toDto() };
    }
    await given.opened;
    return given.dispatch(channel, input, given.caller);
  });
  given.ipcMain.handle(grantChannel, (event, path: unknown) =>
    isOwnFrame(event) ? grantPath(given.caller.handles, path) : null,
  );
  const unlisten = given.notices.listen((name, payload) => {
    if (!isOpened) return;
    for (const window of given.windows()) window.send(eventChannel, name, payload);
  });
  return () => {
    given.ipcMain.removeHandler(callChannel);
    given.ipcMain.removeHandler(grantChannel);
    unlisten();
  };
}
