import { BrowserWindow } from './window.mjs';
import { app } from './app.mjs';
import { driven, preventable, state, tell } from './tell.mjs';

const answered = (id, result) => {
  if (process.connected) process.send({ id, result });
};

/** Bodies as Electron hands them to a protocol's handler: a stream of what the page sent. */
const requestOf = (url, body) =>
  body === undefined
    ? new Request(url)
    : new Request(url, { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' });

/** A permission as a page asks for it, and as it is looked up. */
const permission = (name, url) => {
  const { request, check } = driven.permissions;
  const details = { requestingUrl: url, isMainFrame: true };
  let isGranted = false;
  request(driven.emitters.contents, name, (answer) => (isGranted = answer), details);
  return {
    request: isGranted,
    check: check(driven.emitters.contents, name, url.replace(/^(\w+:\/\/[^/]+).*$/, '$1/'), details),
  };
};

/** What an event of the system does beside calling its listeners. */
function emit(target, name, given) {
  const emitter = driven.emitters[target];
  if (target === 'window' && name === 'close') return emitter.close();
  const event = preventable();
  if (target === 'window' && name === 'session-end') {
    emitter.emit('query-session-end', preventable());
    emitter.emit(name, event);
    // Windows ends the process as soon as the handler returns: nothing asynchronous is finished.
    tell('session-ended');
    process.disconnect();
    process.exit(0);
  }
  emitter.emit(name, event, ...given);
  return event.defaultPrevented;
}

/** Does what the test says, as the system or a person would. */
export function obey() {
  process.on('message', async ({ id, kind, args = [] }) => {
    if (kind === 'quit') app.quit();
    if (kind === 'answer') driven.answer(args[0]);
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
    if (kind === 'fetch') {
      const response = await driven.handlers.get('app')(requestOf(...args));
      const body = await response.text();
      const csp = response.headers.get('content-security-policy');
      answered(id, { status: response.status, body: body.slice(0, 600), csp });
    }
  });
}
