import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('fr');

export const firstRun: Words['firstRun'] = {
  welcome: 'Bienvenue dans Chartdrop',
  intro: 'Il classe les numérisations chez le bon patient. À quel cabinet doit-il se connecter ?',
  keyNeeded: 'La clé API est de nouveau nécessaire',
  keyNeededText:
    'Elle n’est pas dans le trousseau de cette machine. Rien n’est perdu : ce qui attend reprend dès que vous la saisissez.',
  notOpened: 'Le cabinet n’a pas pu être ouvert',
  demo: 'Le cabinet de démonstration',
  demoText:
    'Intégré, avec des patients inventés. Rien de réel n’est touché ; passez à votre propre cabinet quand vous voulez.',
  tryDemo: 'Essayer la démonstration',
  own: 'Votre propre cabinet',
};

export const closedWindow: Words['closedWindow'] = {
  title: 'Cette fenêtre est fermée',
  text: 'Une adresse de Chartdrop n’ouvre sa fenêtre qu’une fois, pour que personne d’autre sur cet ordinateur ne puisse s’en servir.',
  again:
    'Relancez Chartdrop comme vous l’avez lancé, par exemple avec « npm start » : sa fenêtre s’ouvre de nouveau.',
  kept: 'Chartdrop continue : les documents numérisés sont toujours classés, et rien n’est perdu.',
};

export const key: Words['key'] = {
  label: 'Clé API',
  use: 'Vérifier et utiliser',
  testing: 'Vérification…',
  help: 'Dans les réglages du cabinet, sous « Manage API keys ». Elle est conservée par cette machine et n’est plus jamais affichée.',
  connected: (user) => `Connecté en tant que ${user}.`,
  connectedUntilQuit: (user) =>
    `Connecté en tant que ${user}. La clé est conservée jusqu’à ce que vous quittiez.`,
  present: 'Clé API actuelle',
  unnamed: 'cet utilisateur',
  withoutStore: 'Sans trousseau',
  withoutStoreText:
    'Ou continuez sans : la clé API reste en mémoire et sera redemandée au prochain démarrage ; d’ici là, rien n’est numérisé. Les noms et les chemins restent chiffrés sur ce disque, avec une clé dans un fichier que seul votre compte peut lire.',
  sessionOnly: 'L’utiliser pour cette session seulement',
};

export const proxy: Words['proxy'] = {
  title: 'Identification du proxy',
  user: 'Nom d’utilisateur du proxy',
  password: 'Mot de passe du proxy',
  use: 'Garder et vérifier',
  help: 'Seulement pour un réseau dont le proxy la demande. Elle est gardée dans le trousseau de cette machine, ou sans trousseau jusqu’à ce que vous quittiez, et donnée à ce proxy seulement.',
  kept: 'L’identification du proxy est gardée.',
};

export const check: Words['check'] = {
  title: 'Vérifier la connexion',
  checking: 'Vérification…',
  unchecked: 'La vérification n’a pas pu se faire.',
  steps: 'Étapes',
  again: 'Vérifier à nouveau',
  copy: 'Copier le rapport',
  copied: 'Le rapport est copié. Il ne nomme ni patient, ni clé, ni utilisateur.',
  notCopied: 'Il n’a pas pu être copié ici. Enregistrez plutôt le rapport.',
};

export const settings: Words['settings'] = {
  clinic: 'Cabinet',
  demoClinic: 'Le cabinet de démonstration',
  ownClinic: 'Votre cabinet',
  asUser: (clinic, user) => `${clinic}, en tant que ${user}`,
  asUserInRole: (clinic, user, role) => `${clinic}, en tant que ${user} (${role})`,
  useDemo: 'Utiliser la démonstration',
  folders: 'Dossiers de numérisation',
  noFolders: 'Aucun pour l’instant. Ajoutez le dossier où votre scanner enregistre.',
  changeOf: (path) => `Modifier ${path}`,
  removeOf: (path) => `Retirer ${path}`,
  addFolder: 'Ajouter un dossier',
  gone: (moment) => `disparu depuis ${moment} ; il est recherché`,
  listing: 'parcouru toutes les 5 secondes',
  leftAlone: (n) => count(n, { one: '{n} fichier laissé de côté', other: '{n} fichiers laissés de côté' }),
  takeLeft: 'Les prendre…',
  takeLeftOf: (path) => `Prendre ce qui est laissé de côté dans ${path}`,
  takeLeftTitle: 'Prendre ce qui a été laissé de côté ?',
  takeLeftText:
    'Ces fichiers s’y trouvaient à l’ajout du dossier, ou quand ses réglages ont changé. Ils iront là où vont maintenant les numérisations du dossier.',
  takeLeftAct: (n) => count(n, { one: 'Prendre {n} fichier', other: 'Prendre {n} fichiers' }),
  unfinished: (how, n) =>
    count(n, { one: `${how}, {n} pas encore terminé`, other: `${how}, {n} pas encore terminés` }),
  habits: 'Habitudes et limites',
  presets: 'Descriptions toutes prêtes',
  presetsHelp: 'une par ligne',
  heicPhotos: 'Photos de téléphone (HEIC)',
  theme: 'Apparence',
  language: 'Langue',
  asSystem: 'Comme le système',
  updates: 'Mises à jour',
  help: 'Aide',
  helpText:
    'Le rapport dit à qui vous aide comment vont le programme et sa connexion. Il ne nomme ni patient, ni fichier, ni clé, ni utilisateur.',
  saveReport: 'Enregistrer le rapport',
  showLog: 'Afficher le journal',
};

export const themes: Words['themes'] = { system: 'Comme le système', light: 'Clair', dark: 'Sombre' };

export const heicPhotos: Words['heicPhotos'] = { keep: 'Envoyer telles quelles', jpeg: 'Envoyer en JPEG' };

export const preferenceLabels: Words['preferenceLabels'] = {
  holdSeconds: 'Délai avant l’envoi',
  disarmMinutes: 'Désélectionner après',
  uploads: 'Envois simultanés',
  largeUploads: 'Gros envois simultanés',
  requestsPerMinute: 'Requêtes par minute',
  keepNamesDays: 'Garder les noms des fichiers classés',
  keepHistoryYears: 'Garder l’historique',
};
export const preferenceUnits: Words['preferenceUnits'] = {
  holdSeconds: 'secondes, pour reprendre',
  disarmMinutes: 'minutes sans numérisation',
  uploads: '',
  largeUploads: '',
  requestsPerMinute: 'que le compte permet',
  keepNamesDays: 'jours ; puis noms et chemins sont effacés',
  keepHistoryYears: 'ans',
};

export const folder: Words['folder'] = {
  title: 'Dossier de numérisation',
  addTitle: 'Ajouter un dossier de numérisation',
  path: 'Dossier',
  browse: 'Parcourir…',
  hint: 'Le dossier où votre scanner enregistre.',
  movesWithEvents: 'Lecture possible, déplacement possible, les événements arrivent.',
  movesByListing:
    'Lecture possible, déplacement possible, aucun événement n’arrive : il est parcouru toutes les 5 secondes.',
  staysWithEvents: 'Lecture possible, déplacement impossible ici, les événements arrivent.',
  staysByListing:
    'Lecture possible, déplacement impossible ici, aucun événement n’arrive : il est parcouru toutes les 5 secondes.',
  empty: 'Il est vide.',
  existing: (n) =>
    count(n, { one: '{n} fichier s’y trouve déjà.', other: '{n} fichiers s’y trouvent déjà.' }),
  takeExisting: 'Prendre aussi ce qui s’y trouve déjà',
  takeUncovered: 'Prendre aussi ce qui s’y trouve et n’en faisait pas partie jusqu’ici',
  route: 'Où vont ses numérisations',
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
  active: 'Au patient choisi en haut, sinon à la boîte de réception',
  inbox: 'À la boîte de réception : une personne décide de chacun',
  fixed: 'Toujours à un patient ou dossier',
  filename: 'Comme le dit le nom du fichier',
  subfolder: 'Comme le dit le nom du sous-dossier',
};

export const routesInShort: Words['routesInShort'] = {
  active: 'au patient choisi',
  inbox: 'à la boîte de réception',
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
  method: 'Comment les changements sont remarqués',
  shared: 'Partagé avec d’autres postes où tourne Chartdrop',
  takeOver: 'Secondes sans signe de vie après lesquelles d’autres postes prennent le relais',
  settle: 'Secondes pendant lesquelles un fichier doit rester inchangé',
  settlePlaceholder: '2, ou 10 sur un lecteur réseau',
  nameTemplate: 'Noms dans le dossier du patient',
  nameTemplatePlaceholder: 'Comme les fichiers se nomment',
  nameTemplateHelp: 'Par exemple {date} {preset} {name} {counter}. Vide : les fichiers gardent leurs noms.',
};

export const watchMethods: Words['watchMethods'] = {
  auto: 'De la meilleure façon',
  events: 'Par les événements du système',
  listing: 'En regardant toutes les 5 secondes',
};

export const sharing: Words['sharing'] = {
  auto: 'Oui, partout où Chartdrop peut écrire',
  yes: 'Oui, et ne rien prendre sans accord entre postes',
  no: 'Non : seul ce poste le surveille',
};

export const browser: Words['browser'] = {
  label: 'Choisir un dossier',
  up: 'Remonter',
  choose: 'Choisir ce dossier',
};
