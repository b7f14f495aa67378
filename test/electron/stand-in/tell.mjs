import { EventEmitter } from 'node:events';

/** To the test; once the program has quit nobody listens any more. */
export const tell = (what, detail = null) => {
  if (process.connected) process.send({ what, detail });
};

/** An event whose listener may prevent what would follow. */
export const preventable = () => {
  const event = { defaultPrevented: false, preventDefault: () => (event.defaultPrevented = true) };
  return event;
};

/** What tests drive by name: emitters, menus, handlers of the program. */
export const driven = { emitters: {}, menus: {}, handlers: new Map(), answer: () => undefined };

/** How far Electron itself has come. */
export const state = { isReady: false, isSettingSchemes: true, hasQuit: false };

/** Electron throws this for everything that needs the ready event. */
export const onlyWhenReady = (message) => {
  if (!state.isReady) throw new Error(message);
};

/** Every method of a destroyed object throws, whoever still holds it. */
export class Destroyable extends EventEmitter {
  isGone = false;
  isDestroyed = () => this.isGone;
  alive(act) {
    if (this.isGone) throw new TypeError('Object has been destroyed');
    return act();
  }
}
