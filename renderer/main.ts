import { mount } from 'svelte';
import App from './App.svelte';
import { socketBridge } from './api.ts';
import { enterSession } from './session.ts';
import { speak } from './state/language.svelte.ts';
import ClosedWindow from './views/ClosedWindow.svelte';
import './app.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
// In the system's language from the first word on; without its words the window speaks English.
await speak('system').catch(() => undefined);
if (window.chartdrop !== undefined) mount(App, { target, props: { bridge: window.chartdrop } });
else {
  // Another address pasted into this tab changes nothing but the part that no server sees.
  addEventListener('hashchange', () => location.reload());
  const secret = await enterSession();
  if (secret === null) mount(ClosedWindow, { target });
  else mount(App, { target, props: { bridge: socketBridge(new URL('socket', location.href), secret) } });
}
