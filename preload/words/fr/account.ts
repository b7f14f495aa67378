import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const refusals: Words['refusals'] = {
  type: (n) =>
    count(n, {
      one: '{n} fichier d’un type qui n’est pas classé',
      other: '{n} fichiers de types qui ne sont pas classés',
    }),
  'no-type': (n) =>
    count(n, { one: '{n} fichier sans type dans son nom', other: '{n} fichiers sans type dans leur nom' }),
  hidden: (n) =>
    count(n, { one: '{n} fichier caché ou du système', other: '{n} fichiers cachés ou du système' }),
  ignored: (n) => count(n, { one: '{n} nom ignoré', other: '{n} noms ignorés' }),
  subfolder: (n) =>
    count(n, {
      one: '{n} sous-dossier qui n’est pas surveillé',
      other: '{n} sous-dossiers qui ne sont pas surveillés',
    }),
  'no-file': (n) => count(n, { one: '{n} lien ou périphérique', other: '{n} liens ou périphériques' }),
};

export const stuck: Words['stuck'] = {
  file: (name, why, since) => `Non classé depuis ${since} : ${name}. ${why}`,
  subfolder: (name, why, since) => `Sous-dossier illisible depuis ${since} : ${name}. ${why}`,
  'put-away': (name, why, since) => `Classé, mais pas déplacé depuis ${since} : ${name}. ${why}`,
  folder: (name, why, since) => `Illisible depuis ${since} : ${name}. ${why}`,
};

export const stuckNews: Words['stuckNews'] = {
  file: (n, folder, why) =>
    count(n, {
      one: `{n} fichier de ${folder} ne peut pas être classé. ${why}`,
      other: `{n} fichiers de ${folder} ne peuvent pas être classés. ${why}`,
    }),
  subfolder: (n, folder, why) =>
    count(n, {
      one: `{n} sous-dossier de ${folder} est illisible. ${why}`,
      other: `{n} sous-dossiers de ${folder} sont illisibles. ${why}`,
    }),
  'put-away': (n, folder, why) =>
    count(n, {
      one: `{n} fichier de ${folder} est classé, mais n’a pas été déplacé. ${why}`,
      other: `{n} fichiers de ${folder} sont classés, mais n’ont pas été déplacés. ${why}`,
    }),
  folder: (n, folder, why) =>
    count(n, { other: `Le dossier de numérisation ${folder} est illisible. ${why}` }),
};

export const demo: Words['demo'] = {
  title: 'Quitter votre cabinet pour la démo ?',
  text: 'Tant que vous n’avez pas ressaisi votre clé API, rien n’est classé chez un vrai patient, et les numérisations de votre cabinet attendent. Les fichiers en file d’attente reprennent à votre retour.',
  waits: (n) =>
    count(n, {
      one: '{n} fichier de votre cabinet n’est pas encore classé et attendra.',
      other: '{n} fichiers de votre cabinet ne sont pas encore classés et attendront.',
    }),
  stay: 'Rester avec mon cabinet',
  mark: 'Démo',
  markText: 'Le cabinet de démonstration est ouvert : rien n’arrive chez un vrai patient.',
};

export const account: Words['account'] = {
  leftOut: (what) => `Non classés : ${what}.`,
  more: (n) => count(n, { one: '{n} autre est bloqué.', other: '{n} autres sont bloqués.' }),
  watched: (folder) => `Chartdrop surveille maintenant ${folder}.`,
  saved: (folder) => `Les réglages de ${folder} sont enregistrés.`,
};

export const day: Words['day'] = {
  open: 'La journée…',
  title: (date) => `La journée : ${date}`,
  notAll: (n) =>
    count(n, {
      one: '{n} fichier n’est pas encore classé.',
      other: '{n} fichiers ne sont pas encore classés.',
    }),
  scanned: 'Numérisés aujourd’hui',
  needs: 'Réception, en échec et refusés',
  stuck: 'Impossibles à classer depuis un dossier',
  show: (name, n) => count(n, { other: `${name} : {n}, les afficher` }),
  also: 'La réception et la file d’attente comprennent les fichiers des jours précédents.',
  thisPc: 'Ce PC',
  toldAt: (time: string) => `à ${time}`,
  together: 'Tous les PC',
  pcsHelp: 'Les autres PC qui surveillent un de ces dossiers y déposent leurs chiffres.',
  print: 'Imprimer',
  reminder: 'Rappel le soir',
  reminderHelp: 'Un message à cette heure si un fichier n’est pas encore classé. Vide : aucun rappel.',
  sound: 'Son',
  hear: 'Écouter',
  flash: 'Clignoter dans la barre des tâches',
  flashHelp: 'Tant que la fenêtre n’est pas au premier plan et que l’on a besoin de vous.',
};
