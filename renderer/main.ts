import { mount } from 'svelte';
import App from './App.svelte';
import { socketBridge } from './api.ts';
import { enterSession } from './session.ts';
import { speak } from './state/language.svelte.ts';
import ClosedWindow from './views/ClosedWindow.svelte';
import './tokens.css';
import './app.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
/** Not awaited by this module: the words of a language import parts of its chunk, and would wait for it without end. */
async function start(target: HTMLElement): Promise<void> {
  // Waits for the words of the system's language. If they cannot be loaded, the window uses English.
  await speak('system').catch(() => speak('en'));
  if (window.chartdrop !== undefined) {
    mount(App, { target, props: { bridge: window.chartdrop } });
    return;
  }
  // Pasting another address into this tab changes only the hash, which loads nothing.
  addEventListener('hashchange', () => location.reload());
  const secret = await enterSession();
  if (secret === null) mount(ClosedWindow, { target });
  else mount(App, { target, props: { bridge: socketBridge(new URL('socket', location.href), secret) } });
}
void start(target);
