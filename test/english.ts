import { setLanguage } from '../preload/words/current.ts';
import { en } from '../preload/words/en.ts';

/** The language of every test that chooses no other one. */
setLanguage(en, 'en');
