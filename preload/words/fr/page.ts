import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const page: Words['page'] = {
  agrees: 'La page nomme ce patient',
  suggests: 'La page nomme ce patient. Est-ce le bon ?',
  unread: 'Pas encore lu',
  unreadable: 'La page n’a pas pu être lue.',
  names: (patient) => `La page nomme ${patient}`,
  says: (line) => `La page indique : « ${line} »`,
  chose: (line) => `La page seule a déterminé le patient : « ${line} »`,
  lineOf: (name) => `La ligne de la page, ${name}`,
  filedAlready: 'Le fichier est déjà dans le dossier du patient choisi.',
  fileAnyway: (destination) => `Classer quand même chez ${destination}`,
  moveTo: (destination) => `Déplacer chez ${destination}`,
  leaveWith: (destination) => `Laisser chez ${destination}`,
  waits: (n) =>
    count(n, {
      one: 'La page nomme un autre patient. Le fichier attend dans la boîte de réception.',
      other: '{n} fichiers attendent dans la boîte de réception : leurs pages nomment d’autres patients.',
    }),
  routeHelp:
    'Chartdrop lit chaque page sur ce PC. Un scan n’est classé sans question que si les pages donnent le nom complet et la date de naissance d’un seul patient actuel, et que rien ne le contredit. Tous les autres scans attendent dans la boîte de réception.',
  readingHelp:
    'Chartdrop lit les fichiers PDF, texte et image. Rien d’une page ne quitte ce PC. Les dossiers classés selon la page en ont aussi besoin.',
  guardHelp:
    'Si une page porte le nom complet et la date de naissance d’un autre patient, le fichier vous attend avant l’envoi.',
  suggestionHelp: 'Un fichier sans patient arrive avec celui de sa page. C’est vous qui le classez.',
  languagesHelp: 'Moins de langues se lisent plus vite. La langue de la fenêtre vient en premier.',
};
