import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('fr');

export const firstRun: Words['firstRun'] = {
  welcome: 'Bienvenue dans Chartdrop',
  intro:
    'Il classe les numérisations chez le bon patient dans Cliniko. Connectez votre cabinet, ou essayez d’abord la démonstration.',
  keyNeeded: 'La clé API est de nouveau nécessaire',
  keyNeededText:
    'La clé API n’est pas dans le trousseau de cet ordinateur. Rien n’est perdu : les fichiers en attente reprennent dès que vous la saisissez.',
  notOpened: 'Le cabinet n’a pas pu être ouvert',
  demo: 'Le cabinet de démonstration',
  demoText:
    'Intégré, avec des patients inventés. Rien n’arrive chez un vrai patient. Passez à votre propre cabinet quand vous voulez.',
  tryDemo: 'Essayer la démonstration',
  own: 'Votre propre cabinet',
};

export const closedWindow: Words['closedWindow'] = {
  title: 'Cette fenêtre est fermée',
  text: 'Cette adresse n’ouvre une fenêtre qu’une fois, pour que personne d’autre sur cet ordinateur ne puisse s’en servir.',
  again: 'Relancez Chartdrop, par exemple avec « npm start ». Une nouvelle fenêtre s’ouvre.',
  kept: 'Chartdrop tourne toujours : les numérisations sont classées, et rien n’est perdu.',
};

export const key: Words['key'] = {
  label: 'Clé API',
  use: 'Vérifier et utiliser',
  testing: 'Vérification…',
  help: 'Dans Cliniko : My info, puis « Manage API keys ». Cet ordinateur conserve la clé et ne l’affiche plus jamais.',
  connected: (user) => `Connecté en tant que ${user}.`,
  connectedUntilQuit: (user) =>
    `Connecté en tant que ${user}. La clé est conservée jusqu’à ce que vous quittiez.`,
  present: 'Clé API actuelle',
  unnamed: 'cet utilisateur',
  withoutStore: 'Sans trousseau',
  withoutStoreText:
    'Ou continuez sans : Chartdrop garde la clé API en mémoire et la redemande à chaque démarrage. Rien n’est classé tant que vous ne l’avez pas saisie. Les noms et les chemins restent chiffrés sur ce disque, avec une clé dans un fichier que seul votre compte peut lire.',
  sessionOnly: 'L’utiliser pour cette session seulement',
};

export const proxy: Words['proxy'] = {
  title: 'Identification du proxy',
  user: 'Nom d’utilisateur du proxy',
  password: 'Mot de passe du proxy',
  use: 'Enregistrer et vérifier',
  help: 'Seulement pour un réseau dont le proxy la demande. Le trousseau de cet ordinateur la conserve (sans trousseau : jusqu’à ce que vous quittiez). Seul ce proxy la reçoit.',
  kept: 'L’identification du proxy est enregistrée.',
};

export const check: Words['check'] = {
  title: 'Vérifier la connexion',
  checking: 'Vérification…',
  unchecked: 'La connexion n’a pas pu être vérifiée.',
  steps: 'Étapes',
  again: 'Vérifier à nouveau',
  copy: 'Copier le rapport',
  copied: 'Le rapport est copié. Il ne contient ni patient, ni clé, ni utilisateur.',
  notCopied: 'Le rapport n’a pas pu être copié. Enregistrez-le plutôt.',
};

export const settings: Words['settings'] = {
  clinic: 'Cabinet',
  demoClinic: 'Le cabinet de démonstration',
  ownClinic: 'Votre cabinet',
  asUser: (clinic, user) => `${clinic}, en tant que ${user}`,
  asUserInRole: (clinic, user, role) => `${clinic}, en tant que ${user} (${role})`,
  useDemo: 'Utiliser la démonstration',
  folders: 'Dossiers de numérisation',
  managed: 'Un administrateur gère les réglages de ce PC.',
  managedExceptOwn:
    'Un administrateur gère ces réglages. L’apparence, la langue, le son et le clignotement restent votre choix.',
  noFolders: 'Aucun dossier pour l’instant. Ajoutez le dossier où votre scanner enregistre.',
  changeOf: (path) => `Modifier ${path}`,
  removeOf: (path) => `Retirer ${path}`,
  folderRemoved: (path) => `Les numérisations de ${path} ne sont plus classées. Les fichiers y restent.`,
  folderRestored: (path) => `Chartdrop surveille de nouveau ${path}, comme avant.`,
  addFolder: 'Ajouter un dossier',
  gone: (moment) => `introuvable depuis ${moment}, recherche en cours`,
  listing: 'vérifié toutes les 5 secondes',
  leftAlone: (n) =>
    count(n, { one: '{n} fichier déjà présent ignoré', other: '{n} fichiers déjà présents ignorés' }),
  takeLeft: 'Les classer…',
  takeLeftOf: (path) => `Les classer… fichiers ignorés dans ${path}`,
  takeLeftTitle: 'Classer les fichiers ignorés ?',
  takeLeftText:
    'Ces fichiers étaient déjà dans le dossier à son ajout, ou quand ses réglages ont changé. Ils iront là où vont maintenant les numérisations du dossier.',
  takeLeftAct: (n) => count(n, { one: 'Classer {n} fichier', other: 'Classer {n} fichiers' }),
  unfinished: (how, n) =>
    count(n, { one: `${how}, {n} pas encore terminé`, other: `${how}, {n} pas encore terminés` }),
  habits: 'Envois et délais',
  presets: 'Descriptions enregistrées',
  presetsHelp: 'une par ligne',
  heicPhotos: 'Photos de téléphone (HEIC)',
  theme: 'Apparence',
  language: 'Langue',
  asSystem: 'Comme le système',
  updates: 'Mises à jour',
  help: 'Aide',
  helpText:
    'Le rapport montre l’état du programme et de sa connexion à la personne qui vous aide. Il ne contient ni patient, ni fichier, ni clé, ni utilisateur.',
  saveReport: 'Enregistrer le rapport',
  showLog: 'Afficher le journal',
};

export const themes: Words['themes'] = { system: 'Comme le système', light: 'Clair', dark: 'Sombre' };

export const sounds: Words['sounds'] = {
  none: 'Aucun son',
  needs: 'Quand on a besoin de vous',
  all: 'Aussi à chaque fichier classé',
};

export const heicPhotos: Words['heicPhotos'] = { keep: 'Envoyer telles quelles', jpeg: 'Envoyer en JPEG' };

export const preferenceLabels: Words['preferenceLabels'] = {
  holdSeconds: 'Délai d’annulation',
  disarmMinutes: 'Terminer la sélection après',
  uploads: 'Envois simultanés',
  largeUploads: 'Gros envois simultanés',
  requestsPerMinute: 'Requêtes par minute',
  keepNamesDays: 'Garder les noms des fichiers classés',
  keepHistoryYears: 'Garder l’historique',
};
export const preferenceUnits: Words['preferenceUnits'] = {
  holdSeconds: 'secondes avant l’envoi',
  disarmMinutes: 'minutes sans numérisation',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'permises pour cet utilisateur de Cliniko',
  keepNamesDays: 'jours, puis Chartdrop efface noms et chemins',
  keepHistoryYears: 'ans',
};

export const folder: Words['folder'] = {
  title: 'Dossier de numérisation',
  addTitle: 'Ajouter un dossier de numérisation',
  path: 'Dossier',
  browse: 'Parcourir…',
  hint: 'Le dossier où votre scanner enregistre.',
  movesWithEvents: 'Le dossier fonctionne.',
  movesByListing:
    'Le dossier fonctionne. Il ne signale aucun changement ; Chartdrop le vérifie toutes les 5 secondes.',
  staysWithEvents: 'Le dossier est lisible, mais Chartdrop ne peut pas y déplacer de fichiers.',
  staysByListing:
    'Le dossier est lisible, mais Chartdrop ne peut pas y déplacer de fichiers. Il ne signale aucun changement ; Chartdrop le vérifie toutes les 5 secondes.',
  empty: 'Le dossier est vide.',
  existing: (n) =>
    count(n, { one: '{n} fichier s’y trouve déjà.', other: '{n} fichiers s’y trouvent déjà.' }),
  takeExisting: 'Classer aussi ce qui est déjà dans le dossier',
  takeUncovered: 'Classer aussi ce qui est dans le dossier et n’en faisait pas partie',
  route: 'Les numérisations vont',
  always: 'Toujours ce patient',
  pattern: 'Modèle',
  patternHelp: `Une expression régulière avec les groupes nommés ${strong('patientId')}, ou ${strong('caseId')}, ou ${strong('lastName')}, ${strong('firstName')} et ${strong('dob')}.`,
  afterFiling: 'Une fois classé, le fichier',
  chooseDestination: 'Choisissez le patient ou le dossier.',
  enterPattern: 'Saisissez le modèle.',
  watch: 'Surveiller ce dossier',
  save: 'Enregistrer',
};

export const routes: Words['routes'] = {
  active: 'Au patient choisi, sinon à la boîte de réception',
  inbox: 'Toujours à la boîte de réception',
  page: 'Au patient que la page nomme',
  fixed: 'Toujours à un patient ou dossier',
  filename: 'Au patient indiqué par le nom du fichier',
  subfolder: 'Au patient indiqué par le nom du sous-dossier',
};

export const routesInShort: Words['routesInShort'] = {
  active: 'au patient choisi',
  inbox: 'à la boîte de réception',
  page: 'selon la page',
  fixed: 'à un patient',
  filename: 'selon le nom du fichier',
  subfolder: 'selon le sous-dossier',
};

export const afterFiling: Words['afterFiling'] = {
  move: 'va dans « Filed », dans le dossier',
  stay: 'reste où il est',
  trash: 'va à la corbeille',
};

export const folderDetails: Words['folderDetails'] = {
  more: 'Plus',
  subfolders: 'Sous-dossiers aussi',
  types: 'Types de fichiers',
  ignore: 'Noms à ignorer',
  method: 'Détection des changements',
  shared: 'Partagé avec d’autres postes où tourne Chartdrop',
  takeOver: 'D’autres postes prennent le relais si celui-ci ne répond plus (secondes)',
  settle: 'Attendre qu’un fichier soit inchangé pendant (secondes)',
  settlePlaceholder: '2, ou 10 sur un lecteur réseau',
  nameTemplate: 'Noms dans le dossier du patient',
  nameTemplatePlaceholder: 'Le nom du fichier',
  nameTemplateHelp: 'Par exemple {date} {preset} {name} {counter}. Vide : les fichiers gardent leurs noms.',
};

export const watchMethods: Words['watchMethods'] = {
  auto: 'Automatique',
  events: 'Comme le système les signale',
  listing: 'Vérifier toutes les 5 secondes',
};

export const sharing: Words['sharing'] = {
  auto: 'Oui, si Chartdrop peut y écrire',
  yes: 'Oui, et ne rien classer sans accord entre postes',
  no: 'Non : seul ce poste le surveille',
};

export const browser: Words['browser'] = {
  label: 'Choisir un dossier',
  up: 'Remonter',
  choose: 'Choisir ce dossier',
};

export const transfer: Words['transfer'] = {
  title: 'Réglages pour d’autres PC',
  text: 'Le fichier contient les réglages, les dossiers de numérisation et les praticiens choisis. Il ne contient ni clé, ni mot de passe, ni patient. Un administrateur peut l’utiliser comme preset.json.',
  leftOut: (n) =>
    count(n, {
      one: '{n} dossier n’est pas dans le fichier, car ses documents vont toujours au même patient.',
      other: '{n} dossiers ne sont pas dans le fichier, car leurs documents vont toujours au même patient.',
    }),
  save: 'Enregistrer les réglages',
  open: 'Ouvrir des réglages…',
  changes: 'Modifier ces réglages ?',
  setting: 'Réglage',
  now: 'Maintenant',
  then: 'Ensuite',
  none: 'aucune valeur',
  newFolder: 'Nouveau dossier de numérisation',
  same: 'Ces réglages sont déjà les mêmes. Rien ne changerait.',
  ignored: (fields) =>
    `Seul le preset.json d’un administrateur peut définir ceci, donc c’est ignoré : ${fields}.`,
  apply: 'Modifier les réglages',
  imported: 'Les réglages sont modifiés.',
};
