import { EventEmitter } from 'node:events';

/** Sends to the test, which no longer listens after the program has quit. */
export const tell = (what, detail = null) => {
  if (process.connected) process.send({ what, detail });
};

/** An event whose listeners may prevent the default. */
export const preventable = () => {
  const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
  return event;
};

/** Objects that tests use by name: emitters, menus, handlers. */
export const driven = { emitters: {}, menus: {}, handlers: new Map(), answer: () => undefined };

/** How far Electron's start has got. */
export const state = { isReady: false, isSettingSchemes: true, hasQuit: false };

/** Electron throws this for calls before `ready`. */
export const onlyWhenReady = (message) => {
  if (!state.isReady) throw new Error(message);
};

/** Every method of a destroyed object throws. */
export class Destroyable extends EventEmitter {
  isGone = false;
  isDestroyed = () => this.isGone;
  alive(act) {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    return act();
  }
}
