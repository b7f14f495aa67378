import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const sheets: Words['sheets'] = {
  title: 'Feuilles de garde',
  make: 'Feuille de garde',
  makeFor: (name) => `Feuille de garde pour ${name}`,
  makeToday: 'Feuilles de garde du jour',
  made: (n) =>
    count(n, {
      one: 'La feuille de garde est enregistrée en PDF. Imprimez-la et placez-la sur les pages du patient.',
      other:
        '{n} feuilles de garde sont enregistrées en PDF. Imprimez-les et placez chacune sur les pages de son patient.',
    }),
  separators: 'Enregistrer des feuilles de séparation',
  separatorsMade: 'Les feuilles de séparation sont enregistrées en PDF. Placez-en une entre deux documents.',
  setting: 'Diviser les scans aux feuilles de garde',
  settingHelp: 'Une pile scannée en une fois. Chaque partie va au patient de sa feuille.',
  help: 'Une feuille de garde indique à qui sont les pages suivantes. Placez feuilles et pages dans le scanner en une seule pile : Chartdrop classe chaque partie et laisse les feuilles de côté.',
  noKey:
    'Aucune feuille de garde n’a encore été créée sur ce PC ; aucun scan n’y est donc divisé. Créez-en une, ou ouvrez la clé d’un autre PC.',
  key: 'Clé des feuilles de garde',
  keyHelp:
    'Les feuilles sont signées avec une clé, pour que seules celles de ce cabinet classent sans question. Chaque PC qui scanne des feuilles a besoin de la même clé.',
  passphrase: 'Phrase secrète',
  passphraseHelp: 'Au moins 8 caractères. Ne la transmettez pas par la même voie que le fichier.',
  saveKey: 'Enregistrer la clé pour d’autres PC',
  keySaved: 'La clé est enregistrée. Ouvrez ce fichier sur les autres PC, avec la même phrase secrète.',
  openKey: 'Ouvrir la clé d’un autre PC',
  keyOpened:
    'Ce PC a maintenant la clé. Les feuilles de la clé précédente ne font plus que proposer leur patient.',
  part: (pages, n) =>
    count(n, { one: 'Page {pages} d’un scan', other: 'Pages {pages} d’un scan' }).replace('{pages}', pages),
};

export const printedSheet: Words['printedSheet'] = {
  title: 'Feuille de garde',
  separator: 'Feuille de séparation',
  born: (date) => `Date de naissance : ${date}`,
  number: (id) => `Numéro de patient ${id}`,
  case: (name) => `Dossier ${name}`,
  useBy: (date) => `À utiliser jusqu’au ${date}`,
  order: 'Placez cette feuille sur les pages du patient, et scannez-les toutes ensemble.',
  separatorOrder: 'Placez cette feuille entre deux documents, et scannez-les tous ensemble.',
  leftOut: 'La feuille elle-même n’est pas classée. N’écrivez pas sur ses codes.',
};
