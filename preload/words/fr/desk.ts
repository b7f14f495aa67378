import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('fr');

export const acts: Words['acts'] = {
  cancel: 'Annuler',
  close: 'Fermer',
  change: 'Modifier',
  remove: 'Retirer',
  tryAgain: 'Réessayer',
  saved: 'Enregistré.',
  undo: 'Annuler l’action',
  clearSearch: 'Effacer la recherche',
};

export const shell: Words['shell'] = {
  opening: 'Ouverture…',
  connecting: 'Connexion à Chartdrop…',
  notices: 'Messages',
  enterKey: 'Saisir la clé',
  closeNotice: 'Fermer le message',
  languageNotLoaded: 'Les textes de cette langue n’ont pas pu être chargés.',
};

export const nav: Words['nav'] = {
  label: 'Vues',
  find: 'Chercher',
  desk: 'Accueil',
  attachments: 'Pièces jointes',
  history: 'Historique',
  settings: 'Réglages',
  failed: (n) => count(n, { other: '{n} en échec' }),
};

export const top: Words['top'] = {
  scansGoTo: 'Les numérisations vont à',
  nobody: 'Aucun patient sélectionné.',
  inInbox: 'Les numérisations vont dans la boîte de réception.',
  reconnecting: 'Reconnexion',
  keyRejected: 'Clé refusée : en saisir une nouvelle',
  offline: 'Hors ligne',
  limited: 'Limite atteinte',
  paused: 'En pause',
  countdown: 'Après ce temps sans numérisation, la sélection se termine.',
  disarmsIn: (clock) => `Fin dans ${clock}`,
  disarm: 'Terminer',
  choose: 'Choisir un patient',
};

export const bar: Words['bar'] = {
  nothing: 'Rien de numérisé aujourd’hui.',
  allFiled: 'Tout ce qui a été numérisé aujourd’hui est classé.',
  allFiledOn: (n: number) =>
    count(n, { other: 'Tout ce qui a été numérisé aujourd’hui est classé, sur les {n} PC.' }),
  onOtherPcs: (n: number) => count(n, { other: '{n} en attente sur d’autres PC' }),
  needs: (n) => count(n, { one: '{n} à traiter', other: '{n} à traiter' }),
  moving: (n) => count(n, { other: '{n} en file d’attente' }),
  filed: (n) => count(n, { one: '{n} classé aujourd’hui', other: '{n} classés aujourd’hui' }),
  dismissed: (n) => count(n, { one: '{n} ignoré aujourd’hui', other: '{n} ignorés aujourd’hui' }),
  stuck: (n) => count(n, { one: '{n} ne peut pas être classé', other: '{n} ne peuvent pas être classés' }),
  demoClinic: 'Cabinet de démonstration',
  clinic: 'Cabinet',
  rate: (used, limit) => `${used} sur ${limit}/min`,
};

export const finder: Words['finder'] = {
  label: 'Trouver un patient',
  placeholder: 'Nom, date de naissance, numéro ou lien',
  searching: 'Recherche…',
  none: 'Aucun patient actuel ne correspond. Essayez une partie du nom, ou la date de naissance.',
  onlyUnavailable:
    'Seuls des patients archivés, supprimés ou fusionnés correspondent. Ils ne peuvent pas être choisis.',
  found: (n) => count(n, { one: '{n} patient', other: '{n} patients' }),
  hint: 'Choisissez avec les flèches et Entrée. « citizen, jane » et « 3.2.1980 » fonctionnent aussi.',
  chosen: 'Patient choisi',
  cases: 'Dossiers',
  askingCases: 'Chargement des dossiers…',
  noCases: 'Ce patient n’a pas de dossier.',
  casesUnknown: (why) => `Les dossiers n’ont pas pu être chargés. ${why}`,
  closed: 'clos',
  expired: 'expiré',
  back: 'Retour',
  results: 'Patients',
  today: 'Aujourd’hui',
};

export const unavailable: Words['unavailable'] = {
  archived: 'archivé dans Cliniko',
  deleted: 'supprimé dans Cliniko',
  merged: 'fusionné avec un autre patient',
};

export const find: Words['find'] = {
  scan: 'Numériser pour ce patient',
  recent: 'Choisis aujourd’hui',
  recentNotLoaded: (why) => `Les patients récents n’ont pas pu être chargés. ${why}`,
  armed: 'Les numérisations vont maintenant à',
};

export const drops: Words['drops'] = {
  label: 'Déposer sur un patient',
  filesFor: 'Déposer pour',
  jobsFor: (n) => count(n, { one: 'Classer chez', other: 'Classer ces {n} chez' }),
  inbox: `Déposer dans la ${strong('boîte de réception')}`,
  inboxHint: 'Aucun patient n’est sélectionné. Choisissez-le ensuite.',
  ontoPatient: (n) =>
    count(n, {
      one: `Déposer ${strong('sur un patient')}`,
      other: `Déposer ces {n} ${strong('sur un patient')}`,
    }),
  hold: 'Le délai d’annulation commence au dépôt.',
  onto: 'Déposer sur un patient du jour',
  orOnto: 'Ou déposer sur un patient du jour',
  nobody:
    'Aucun patient n’a encore été choisi aujourd’hui. Cherchez d’abord le patient, ou appuyez sur « Attribuer… ».',
  takenToInbox: (n) =>
    count(n, {
      one: '{n} fichier dans la boîte de réception.',
      other: '{n} fichiers dans la boîte de réception.',
    }),
  takenFor: (n) => count(n, { one: '{n} fichier pour', other: '{n} fichiers pour' }),
  failed: (n, names, why) =>
    count(n, { one: `Non ajouté : ${names}. ${why}`, other: `{n} non ajoutés : ${names}. ${why}` }),
  emptyFolder: 'Il n’y a aucun fichier dans ce dossier.',
  noFiles:
    'L’autre programme n’a donné aucun fichier. Enregistrez-le d’abord dans un dossier, puis déposez-le depuis là.',
};

export const assign: Words['assign'] = {
  whose: (name) => `À qui est ${name} ?`,
  whoseMany: (n) => count(n, { one: 'À qui est ce fichier ?', other: 'À qui sont ces {n} fichiers ?' }),
  doubt: (n) =>
    count(n, {
      one: 'Ce fichier est déjà dans un dossier médical, ou en route. Le classer encore une fois chez ce patient ?',
      other:
        '{n} de ces fichiers sont déjà dans un dossier médical, ou en route. Les classer encore une fois chez ce patient ?',
    }),
  leave: 'Laisser dans la boîte de réception',
  again: 'Classer à nouveau',
  act: 'Classer chez ce patient',
  suggested: 'Suggérés',
  done: (n) => count(n, { one: 'Le fichier va à', other: '{n} fichiers vont à' }),
};

export const describe: Words['describe'] = {
  label: 'Description',
  placeholder: 'Visible dans le dossier du patient',
  presets: 'Descriptions enregistrées',
  presetsNotLoaded: (why) => `Les descriptions enregistrées n’ont pas pu être chargées. ${why}`,
  open: 'Décrire…',
  openOf: (name) => `Décrire… ${name}`,
  title: (name) => `Décrire ${name}`,
  titleMany: (n) => count(n, { other: 'Décrire {n} fichiers' }),
  save: 'Enregistrer la description',
  tooLate: (n) =>
    count(n, {
      one: 'Le fichier est déjà en cours d’envoi. Sa description ne peut plus être modifiée ici.',
      other: '{n} fichiers sont déjà en cours d’envoi. Leur description ne peut plus être modifiée ici.',
    }),
};

export const inbox: Words['inbox'] = {
  instead: 'Ouvrez-le depuis son dossier, avec son propre programme.',
  dismiss: 'Ignorer',
  assignOne: 'Attribuer…',
  assignOneOf: (name) => `Attribuer… ${name}`,
  fileWith: (destination) => `Classer chez ${destination}`,
  fileAgainWith: (destination) => `Classer à nouveau chez ${destination}`,
  duplicate: (name, destination) => `Même contenu que ${name}, classé chez ${destination}`,
  noFolder: 'Pas encore de dossier de numérisation',
  noFolderText:
    'Ajoutez le dossier où votre scanner enregistre. Vous pouvez à tout moment déposer des fichiers sur cette fenêtre, ou les coller.',
  addFolder: 'Ajouter le dossier de numérisation',
  choose: 'Choisir un patient pour numériser',
};

export const desk: Words['desk'] = {
  title: 'Fichiers du jour',
  which: 'Quels fichiers',
  file: (name) => `Fichier ${name}`,
  failed: 'En échec',
  filedAt: (moment) => `Classé ${moment}`,
  dismissedAt: (moment) => `Ignoré ${moment}`,
  recent: 'Le patient choisi, et ceux du jour',
  resumeAll: 'Tout reprendre',
  pauseAll: 'Tout suspendre',
  selected: (n) => count(n, { one: '{n} fichier sélectionné', other: '{n} fichiers sélectionnés' }),
  selectedText: 'Chaque action vaut pour les fichiers qui la permettent.',
  actOnMany: (act, n) => count(n, { other: `${act} ({n})` }),
  notAll: (n) =>
    count(n, { other: 'Les {n} premiers fichiers sont sélectionnés. C’est le maximum à la fois.' }),
  dismissed: (n) =>
    count(n, {
      one: 'Ignoré. Le fichier reste dans son dossier.',
      other: '{n} fichiers ignorés. Ils restent dans leur dossier.',
    }),
  undone: (n) => count(n, { one: 'Annulé.', other: 'Annulé pour {n} fichiers.' }),
  unreadable: 'La liste ne peut pas être affichée',
  unreadableText: 'Rien n’est perdu, et les envois continuent. Réessayez dans un instant.',
  reading: 'Chargement de la liste…',
  scanNow:
    'Numérisez maintenant. Chaque fichier enregistré par le scanner apparaît ici et va au patient choisi.',
};

export const deskLists: Words['deskLists'] = {
  day: 'Aujourd’hui',
  needs: 'Réception',
  moving: 'File d’attente',
  filed: 'Classés',
  dismissed: 'Ignorés',
};
export const deskEmpty: Words['deskEmpty'] = {
  day: 'Rien de numérisé aujourd’hui',
  needs: 'La boîte de réception est vide',
  moving: 'La file d’attente est vide',
  filed: 'Rien n’est encore classé',
  dismissed: 'Aucun fichier n’a été ignoré',
};
export const deskEmptyTexts: Words['deskEmptyTexts'] = {
  day: 'Choisissez un patient et numérisez, ou déposez des fichiers sur cette fenêtre. Les numérisations sans patient vont dans la boîte de réception.',
  needs: 'Les numérisations sans patient et les fichiers qui n’ont pas pu être classés apparaissent ici.',
  moving: 'Les fichiers en route vers le dossier du patient apparaissent ici.',
  filed: 'Les fichiers classés apparaissent ici, le plus récent d’abord.',
  dismissed: 'Les fichiers ignorés apparaissent ici. Vous pouvez les rappeler.',
};

export const job: Words['job'] = {
  acceptUnlinked: 'Garder hors dossier',
  acceptUnlinkedOf: (name) => `Garder hors dossier : ${name}`,
  notInCaseShort: 'Hors dossier',
  notInCase: (caseName, why) => `Chez le patient, mais pas dans le dossier ${caseName}. ${why}`,
  slow: 'Cliniko n’a pas encore terminé ce fichier. Il est déjà chez le patient.',
  takeBack: 'Reprendre',
  takeBackOf: (name) => `Reprendre ${name}`,
  retry: 'Réessayer',
  retryOf: (name) => `Réessayer ${name}`,
  restore: 'Rappeler',
  restoreOf: (name) => `Rappeler ${name}`,
  wrongPatient: 'Déplacer vers un autre patient…',
  wrongPatientOf: (name) => `Déplacer vers un autre patient… ${name}`,
  change: 'Modifier le patient…',
  changeOf: (name) => `Modifier le patient… ${name}`,
  moveFirst: 'Mettre en tête',
  moveFirstOf: (name) => `Mettre en tête ${name}`,
  pause: 'Suspendre',
  pauseOf: (name) => `Suspendre ${name}`,
  resume: 'Continuer',
  resumeOf: (name) => `Continuer ${name}`,
  dismissOf: (name) => `Ignorer ${name}`,
  paused: 'En pause',
  uploading: 'En cours d’envoi',
  held: (clock) => `Envoi dans ${clock}`,
  failed: (why) => `Échec : ${why}`,
  said: (name, text) => `${name} : ${text}`,
  again: (clock) => `Nouvel essai dans ${clock}`,
  archived: 'archivé depuis',
};

export const person: Words['person'] = {
  title: 'Qui est à l’accueil ?',
  label: 'Nom ou initiales',
  help: 'L’historique les indique à côté de vos actes, jusqu’à la fin de la sélection ou au verrouillage de l’écran.',
  act: 'Continuer',
  atDesk: (name) => `À l’accueil : ${name}`,
  setting: 'Demander qui est à l’accueil',
  settingHelp: 'À la sélection d’un patient, pour les PC que plusieurs personnes utilisent.',
};
