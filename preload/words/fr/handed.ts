import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const confirmKey: Words['confirmKey'] = {
  message: 'Remplacer la clé API ?',
  detail: 'À partir de maintenant, les fichiers vont au compte Cliniko de la nouvelle clé.',
  waits: (n) =>
    count(n, {
      one: '{n} fichier n’est pas encore classé. Seule une clé du même compte Cliniko peut le classer.',
      other:
        '{n} fichiers ne sont pas encore classés. Seule une clé du même compte Cliniko peut les classer.',
    }),
  yes: 'Remplacer la clé',
};

export const host: Words['host'] = {
  heading: 'Cet ordinateur',
  openAtLogin: 'Démarrer Chartdrop en arrière-plan à l’ouverture de ma session',
};

export const handed: Words['handed'] = {
  inbox: (n) =>
    count(n, {
      one: '{n} fichier ajouté à la boîte de réception.',
      other: '{n} fichiers ajoutés à la boîte de réception.',
    }),
  linkRefused: 'Chartdrop ne trouve ni patient ni dossier dans ce lien. Rien n’a été modifié.',
};

export const proposal: Words['proposal'] = {
  title: 'Numériser pour ce patient ?',
  origin:
    'Un lien extérieur à Chartdrop désigne ce patient. Comparez le nom, la date de naissance et le numéro avant de choisir.',
  looking: 'Recherche du patient dans Cliniko…',
  ignore: 'Ignorer',
};
