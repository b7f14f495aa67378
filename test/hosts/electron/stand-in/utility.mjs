import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { onlyWhenReady, tell } from './tell.mjs';

/** The port that Electron gives its utility processes instead of Node's channel. Loaded before their script. */
const port = `
process.parentPort = {
  on: (event, listener) => process.on('message', (data) => listener({ data })),
  postMessage: (message) => process.send(message),
};
process.on('disconnect', () => process.exit());
`;

/** An Electron utility process, implemented as a Node process, with only the given environment. */
class UtilityProcess extends EventEmitter {
  constructor(script, args, { env = process.env, execArgv = [], serviceName, stdio = 'inherit' } = {}) {
    super();
    tell('utility', { serviceName, env: Object.keys(env), stdio });
    this.child = fork(script, args, {
      env,
      execArgv: ['--import', `data:text/javascript,${encodeURIComponent(port)}`, ...execArgv],
      serialization: 'advanced',
      stdio: [stdio, stdio, stdio, 'ipc'],
    });
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('exit', (code) => this.emit('exit', code ?? 1));
    this.child.on('error', () => undefined);
  }
  get pid() {
    return this.child.pid;
  }
  postMessage(message) {
    this.child.send(message, () => undefined);
  }
  kill() {
    return this.child.kill();
  }
}

export const utilityProcess = {
  fork(script, args, options) {
    onlyWhenReady('utilityProcess cannot be created before app is ready');
    return new UtilityProcess(script, args, options);
  },
};
