import type { DesktopWords } from '../desktop-shape.ts';
import { pluralOf } from '../plural.ts';

const count = pluralOf('fr');

export const work: DesktopWords['work'] = {
  notSetUp: 'Chartdrop n’est pas encore configuré.',
  keyRejected: 'Cliniko n’accepte pas la clé API.',
  failed: (n) =>
    count(n, {
      one: '{n} fichier n’a pas pu être classé.',
      other: '{n} fichiers n’ont pas pu être classés.',
    }),
  paused: 'Les envois sont en pause.',
  offline: 'Cliniko est injoignable. Chartdrop reprend dès que possible.',
  done: 'Tout est classé.',
  underWay: (n) =>
    count(n, {
      one: '{n} fichier est en cours de classement.',
      other: '{n} fichiers sont en cours de classement.',
    }),
};

export const news: DesktopWords['news'] = {
  filed: (n) => count(n, { one: '{n} fichier a été classé.', other: '{n} fichiers ont été classés.' }),
  inbox: (n) =>
    count(n, {
      one: '{n} fichier dans la boîte de réception a besoin d’un patient.',
      other: '{n} fichiers dans la boîte de réception ont besoin d’un patient.',
    }),
  failed: work.failed,
  notArchived: (n) =>
    count(n, {
      one: '{n} mauvais document est encore dans un dossier.',
      other: '{n} mauvais documents sont encore dans un dossier.',
    }),
  stuck: (n) =>
    count(n, {
      one: '{n} élément d’un dossier de numérisation est bloqué.',
      other: '{n} éléments d’un dossier de numérisation sont bloqués.',
    }),
};

export const tray: DesktopWords['tray'] = {
  show: 'Afficher Chartdrop',
  pause: 'Suspendre les envois',
  resume: 'Reprendre les envois',
  disarm: 'Terminer',
  restart: 'Redémarrer et installer la mise à jour',
  quit: 'Quitter Chartdrop',
};

export const trayLines: DesktopWords['trayLines'] = {
  filedToday: (n) =>
    count(n, {
      one: '{n} fichier a été classé aujourd’hui.',
      other: '{n} fichiers ont été classés aujourd’hui.',
    }),
  nobody: 'Aucun patient sélectionné. Les numérisations vont dans la boîte de réception.',
  armed: (destination) => `Les numérisations vont à ${destination}.`,
};

export const menu: DesktopWords['menu'] = {
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  window: 'Fenêtre',
  help: 'Aide',
  find: 'Trouver un patient',
  desk: 'Accueil',
  attachments: 'Pièces jointes',
  history: 'Historique',
  settings: 'Réglages',
  pause: 'Suspendre ou reprendre les envois',
  disarm: 'Terminer la sélection du patient',
  quit: 'Quitter Chartdrop',
  restart: 'Redémarrer et installer la mise à jour',
  about: 'À propos de Chartdrop',
};

export const menuRoles: DesktopWords['menuRoles'] = {
  undo: 'Annuler',
  redo: 'Rétablir',
  cut: 'Couper',
  copy: 'Copier',
  paste: 'Coller',
  selectAll: 'Tout sélectionner',
  resetZoom: 'Taille réelle',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  togglefullscreen: 'Plein écran',
  minimize: 'Placer dans la barre',
  close: 'Fermer',
  hide: 'Masquer Chartdrop',
  hideOthers: 'Masquer les autres',
  unhide: 'Tout afficher',
};

export const background: DesktopWords['background'] = {
  title: 'Chartdrop continue en arrière-plan',
  body: 'Il surveille toujours les dossiers de numérisation. Ouvrez-le, ou quittez-le, depuis son icône dans la zone de notification.',
};

export const quit: DesktopWords['quit'] = {
  question: (n) =>
    count(n, {
      one: '{n} fichier n’est pas encore classé.',
      other: '{n} fichiers ne sont pas encore classés.',
    }),
  detail: 'Si vous quittez maintenant, rien n’est perdu. Chartdrop reprend au prochain démarrage.',
  wait: 'Attendre',
  quit: 'Quitter quand même',
};

export const confirmArchive: DesktopWords['confirmArchive'] = {
  message: (n) => count(n, { one: 'Archiver {n} pièce jointe ?', other: 'Archiver {n} pièces jointes ?' }),
  detail: 'Elles disparaissent des listes du patient. Chartdrop ne peut pas revenir en arrière.',
  others: (n) => count(n, { one: 'et {n} autre patient', other: 'et {n} autres patients' }),
  yes: 'Archiver',
};

export const startFaults: DesktopWords['startFaults'] = {
  title: 'Chartdrop ne peut pas démarrer',
  settings: (file) =>
    `Un fichier de réglages est inutilisable : ${file}. Corrigez-le ou rétablissez-le depuis une sauvegarde, puis redémarrez Chartdrop. Ne supprimez pas settings.json : il contient la clé des données de Chartdrop.`,
  diskFull:
    'Le disque de cet ordinateur est plein. Libérez de l’espace, puis redémarrez Chartdrop. Rien n’est perdu.',
  readOnly: (folder) =>
    `Chartdrop ne peut pas écrire dans son dossier de données ${folder}. Autorisez l’écriture, puis redémarrez Chartdrop. Rien n’est perdu.`,
  switches: (names) =>
    `Chartdrop a été lancé avec ${names}, ce qui retire une protection des fichiers des patients. Lancez-le sans. Pour une AppImage sous Ubuntu, installez plutôt le paquet .deb.`,
};

export const windowFaults: DesktopWords['windowFaults'] = {
  gone: 'La fenêtre ne fonctionne plus. Les envois continuent en arrière-plan.',
  hangs: 'La fenêtre ne répond pas. Les envois continuent en arrière-plan.',
  notLoaded: 'La fenêtre n’a pas pu être chargée. Les envois continuent en arrière-plan.',
  reload: 'Recharger la fenêtre',
  wait: 'Attendre',
};

export const taskbar: DesktopWords['taskbar'] = {
  needYou: (n) =>
    count(n, { one: '{n} fichier a besoin de vous.', other: '{n} fichiers ont besoin de vous.' }),
};

/** The kind of file in the system's dialog. */
export const settingsFile: DesktopWords['settingsFile'] = { kind: 'Réglages' };

export const login: DesktopWords['login'] = { name: 'Classe les numérisations chez le bon patient' };
