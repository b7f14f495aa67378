import { mount } from 'svelte';
import App from './App.svelte';
import { bridge } from './api.ts';
import { speak } from './state/language.svelte.ts';
import './app.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
// In the system's language from the first word on; without its words the window speaks English.
await speak('system').catch(() => undefined);
mount(App, { target, props: { bridge: bridge() } });
