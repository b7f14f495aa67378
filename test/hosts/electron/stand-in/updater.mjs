/** The parts of Electron that electron-updater needs besides app and network. */
import { Squirrel } from './squirrel.mjs';

export const app = {};
export const autoUpdater = new Squirrel();
export const net = {};
export const session = {};
