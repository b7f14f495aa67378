import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const pages: Words['pages'] = {
  open: 'Pages…',
  openOf: (name) => `Pages… ${name}`,
  putBack: 'Remettre les pages',
  putBackOf: (name) => `Remettre les pages : ${name}`,
  title: 'Assembler des pages',
  help: 'Le scan reste tel quel. Ce que vous assemblez est classé à sa place, en PDF.',
  turnLeft: 'Tourner à gauche',
  turnRight: 'Tourner à droite',
  turnAll: 'Tout tourner',
  earlier: 'Avancer',
  later: 'Reculer',
  leaveOut: 'Écarter',
  putIn: 'Garder',
  isOut: 'Écartée',
  split: 'Diviser avant',
  join: 'Ne pas diviser',
  starts: 'Nouveau document',
  dropBlank: 'Écarter les pages blanches',
  blank: (n) =>
    count(n, { one: '{n} page blanche est écartée.', other: '{n} pages blanches sont écartées.' }),
  make: (n) => count(n, { one: 'Créer {n} document', other: 'Créer {n} documents' }),
  made: (n) => count(n, { one: '{n} document a été créé.', other: '{n} documents ont été créés.' }),
  madeOf: (n) => count(n, { one: 'Assemblé à partir de {n} scan', other: 'Assemblé à partir de {n} scans' }),
};
