import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const today: Words['today'] = {
  title: 'Patients du jour',
  show: 'Afficher les patients du jour',
  hide: 'Masquer les patients du jour',
  reading: 'Les rendez-vous du jour sont demandés à Cliniko…',
  none: 'Aucun rendez-vous aujourd’hui',
  noneOfChosen: 'Aucun rendez-vous aujourd’hui avec les praticiens choisis',
  notLoaded: (why: string) => `Les patients du jour n’ont pas pu être chargés. ${why}`,
  older: (time: string, why: string) => `État de ${time}. ${why}`,
  all: 'Tous les praticiens',
  some: (n: number) => count(n, { one: '{n} praticien', other: '{n} praticiens' }),
  which: 'Praticiens dont les patients sont affichés',
  arrived: 'arrivé',
  absent: 'ne s’est pas présenté',
  group: 'groupe',
  settingHelp: 'Les rendez-vous du jour, à côté de la recherche.',
};

export const card: Words['card'] = {
  open: 'Pièces jointes et dossiers',
  newest: 'Pièces jointes les plus récentes',
  asking: 'Les pièces jointes sont demandées…',
  none: 'Ce dossier médical n’a pas de pièces jointes.',
  notLoaded: (why: string) => `Les pièces jointes n’ont pas pu être chargées. ${why}`,
  all: 'Toutes les pièces jointes',
  filedHere: 'classé avec Chartdrop',
};
