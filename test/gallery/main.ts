import { mount } from 'svelte';
import '../../renderer/tokens.css';
import '../../renderer/app.css';
import { speak } from '../../renderer/state/language.svelte.ts';
import { languageNames } from '../../preload/words/languages.ts';
import Gallery from './Gallery.svelte';

// `?language=de&theme=dark&only=TopBar`
const asked = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = asked.get('theme') === 'dark' ? 'dark' : 'light';
const language = Object.keys(languageNames).find((one) => one === asked.get('language')) ?? 'en';
await speak(language as keyof typeof languageNames);
document.documentElement.lang = language;

// A dialog stays in its place, so that the page can show several.
HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
};

const target = document.getElementById('app');
if (target !== null) mount(Gallery, { target, props: { only: asked.get('only') } });
