import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge } from './contract/bridge.ts';
import { callChannel, eventChannel } from './contract/electron-channels.ts';

/** The contract over Electron IPC. It checks nothing: the main process does, for every sender and every input. */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(callChannel, name, input) as ReturnType<Bridge['call']> as never,
  on: (name, listener) => {
    const receive = (_event: unknown, told: unknown, payload: unknown): void => {
      if (told === name) listener(payload as never);
    };
    ipcRenderer.on(eventChannel, receive);
    return () => ipcRenderer.off(eventChannel, receive);
  },
  // The core lives as long as the window does.
  onLink: (listener) => {
    listener(true);
    return () => undefined;
  },
  pathOf: (file) => {
    const path = webUtils.getPathForFile(file);
    return path === '' ? null : path;
  },
};

contextBridge.exposeInMainWorld('chartdrop', bridge);
