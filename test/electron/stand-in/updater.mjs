/** What electron-updater asks of Electron itself where its app and its network are given to it. */
import { EventEmitter } from 'node:events';

export const app = {};
export const autoUpdater = new EventEmitter();
export const net = {};
export const session = {};
