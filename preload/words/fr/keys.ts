import type { Words } from '../en.ts';

export const keys: Words['keys'] = {
  title: 'Touches',
  control: 'Ctrl',
  shift: 'Maj',
};

export const keyNames: Words['keyNames'] = {
  PageUp: 'Page préc.',
  PageDown: 'Page suiv.',
  Home: 'Début',
  End: 'Fin',
  Enter: 'Entrée',
  Delete: 'Suppr',
  letter: 'Lettres',
};

export const keyPlaces: Words['keyPlaces'] = {
  window: 'Partout',
  desk: 'Dans la liste des fichiers',
  finder: 'Dans la recherche d’un patient',
  page: 'Sur une page affichée (les flèches la déplacent)',
};

export const keyActs: Words['keyActs'] = {
  keys: 'Afficher les touches',
  undo: 'Annuler l’action qu’un message propose',
  find: 'Chercher un patient',
  patient: 'Fiche du patient sélectionné',
  desk: 'Accueil',
  attachments: 'Pièces jointes',
  history: 'Historique',
  settings: 'Réglages',
  up: 'Un fichier plus haut',
  down: 'Un fichier plus bas',
  pageUp: 'Dix fichiers plus haut',
  pageDown: 'Dix fichiers plus bas',
  first: 'Premier fichier',
  last: 'Dernier fichier',
  extend: 'Choisir plusieurs fichiers',
  all: 'Choisir tous les fichiers',
  decide: 'Décider du fichier',
  search: 'Chercher le patient du fichier',
  dismiss: 'Ignorer le fichier',
  previousPatient: 'Un patient plus haut',
  nextPatient: 'Un patient plus bas',
  choose: 'Choisir le patient',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  fit: 'Pleine largeur',
  turn: 'Tourner la vue',
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
};
