/** What electron-updater asks of Electron itself where its app and its network are given to it. */
import { Squirrel } from './squirrel.mjs';

export const app = {};
export const autoUpdater = new Squirrel();
export const net = {};
export const session = {};
