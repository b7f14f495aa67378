import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from './contract/bridge.ts';
import { callChannel, eventChannel, grantChannel } from './contract/electron-channels.ts';

/** The contract over Electron's IPC. The main process checks every sender and input, so this module does not. */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(callChannel, name, input) as ReturnType<Bridge['call']> as never,
  on: (name, listener) => {
    const receive = (_event: unknown, told: unknown, payload: unknown): void => {
      if (told === name) listener(payload as never);
    };
    ipcRenderer.on(eventChannel, receive);
    return () => ipcRenderer.off(eventChannel, receive);
  },
  // The core lives as long as the window.
  onLink: (listener) => {
    listener(true);
    return () => undefined;
  },
  grant: (file) => {
    const path = webUtils.getPathForFile(file);
    // A file created by a script has no path.
    return path === '' ? Promise.resolve(null) : (ipcRenderer.invoke(grantChannel, path) as Promise<never>);
  },
  addressOf: (path) => Promise.resolve(path),
};

contextBridge.exposeInMainWorld('chartdrop', bridge);
