import { request } from './protocol.mjs';
import { BrowserWindow } from './window.mjs';
import { app } from './app.mjs';
import { driven, preventable, state, tell } from './tell.mjs';

const answered = (id, result) => {
  if (process.connected) process.send({ id, result });
};

/** The form of a page's body in Electron; the test gives the pieces as text. */
const pieceOf = ({ type, text, ...more }) => {
  const bytes = Buffer.from(text ?? '');
  if (type === 'blob') return { type, data: () => Promise.resolve(bytes) };
  if (type === 'stream') return { type, body: new Blob([bytes]).stream() };
  return { type, bytes, ...more };
};

/** A permission's name in requests and in checks. */
const permission = (name, url) => {
  const { request: decide, check } = driven.permissions;
  const details = { requestingUrl: url, isMainFrame: true };
  let isGranted = false;
  decide(driven.emitters.contents, name, (answer) => (isGranted = answer), details);
  return {
    request: isGranted,
    check: check(driven.emitters.contents, name, url.replace(/^(\w+:\/\/[^/]+).*$/, '$1/'), details),
  };
};

/** Side effects of a system event, in addition to its listeners. */
function emit(target, name, given) {
  const emitter = target === 'notification' ? driven.notification.deref() : driven.emitters[target];
  if (emitter === undefined) return 'collected';
  if (target === 'window' && name === 'close') return emitter.close();
  const event = preventable();
  if (target === 'window' && name === 'session-end') {
    emitter.emit('query-session-end', preventable());
    emitter.emit(name, event);
    // Windows ends the process when the handler returns, without waiting for asynchronous work.
    tell('session-ended');
    process.disconnect();
    process.exit(0);
  }
  emitter.emit(name, event, ...given);
  return event.defaultPrevented;
}

/** Applies the test's command, as the system or a person would. */
export function obey() {
  process.on('message', async ({ id, kind, args = [] }) => {
    if (kind === 'quit') app.quit();
    if (kind === 'answer') driven.answer(args[0]);
    if (kind === 'key-store') process.env['CHARTDROP_TEST_KEY_STORE'] = args[0];
    // Objects that were read in this turn stay alive until its end.
    if (kind === 'collect') setImmediate(() => (globalThis.gc(), answered(id, null)));
    if (kind === 'reject') void Promise.reject(new Error('nobody handles this'));
    if (kind === 'signal') setImmediate(() => process.emit(args[0], args[0]));
    if (kind === 'idle') Object.assign(driven.emitters.powerMonitor, args[0]);
    if (kind === 'emit') answered(id, emit(args[0], args[1], args.slice(2)));
    if (kind === 'permission') answered(id, permission(...args));
    if (kind === 'windows') answered(id, { count: BrowserWindow.all.length, hasQuit: state.hasQuit });
    if (kind === 'press') {
      const [menu, label] = args;
      const items = driven.menus[menu].flatMap((item) => [item, ...(item.submenu ?? [])]);
      items.find((item) => item.label === label).click();
      answered(id, null);
    }
    if (kind === 'call') {
      const [frameUrl, channel, input] = args;
      const event = { senderFrame: { parent: null, url: frameUrl } };
      answered(id, await driven.handlers.get('chartdrop:call')(event, channel, input));
    }
    if (kind === 'grant') {
      const [frameUrl, path] = args;
      const event = { senderFrame: { parent: null, url: frameUrl } };
      answered(id, await driven.handlers.get('chartdrop:grant')(event, path));
    }
    if (kind === 'fetch') {
      const [url, pieces] = args;
      const { error, status, headers, data } = await request(url, pieces?.map(pieceOf));
      const csp = headers?.['content-security-policy'] ?? null;
      answered(id, error === undefined ? { status, body: data.toString().slice(0, 600), csp } : { error });
    }
  });
}
