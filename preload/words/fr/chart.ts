import type { Words } from '../en.ts';
import { pluralOf } from '../plural.ts';
import { strong } from '../strong.ts';

const count = pluralOf('fr');

export const attachments: Words['attachments'] = {
  recent: 'Pièces jointes récentes',
  shown: (shown, total) => `${shown} sur ${total}`,
  move: (n) => count(n, { other: 'Déplacer {n} vers un autre patient…' }),
  archive: (n) => count(n, { other: 'Archiver {n}' }),
  allRecent: 'Toutes récentes',
  ofPatient: 'D’un patient…',
  archived: 'Pièces jointes archivées',
  order: 'Ordre',
  ascending: 'croissant',
  descending: 'décroissant',
  unreadable: 'Les pièces jointes ne peuvent pas être affichées',
  namesNotLoaded: (why) => `Les noms des utilisateurs n’ont pas pu être chargés. ${why}`,
  asking: 'Chargement depuis Cliniko…',
  none: 'Aucune pièce jointe',
  noneText: 'Aucune pièce jointe ne correspond. Retirez un filtre, ou choisissez un autre patient.',
  whose: 'Les pièces jointes de qui ?',
  show: 'Afficher les pièces jointes',
  select: (name) => `Sélectionner ${name}`,
  processing: 'Cliniko la traite',
  pinned: 'épinglée',
  filedHere: 'classée par Chartdrop',
  save: 'Enregistrer une copie',
  saveOf: (name) => `Enregistrer une copie de ${name}`,
};

export const archivedChoices: Words['archivedChoices'] = {
  without: 'Sans les archivées',
  with: 'Avec les archivées',
  only: 'Archivées seulement',
};

export const columns: Words['columns'] = {
  filename: 'Nom',
  content_type: 'Type',
  size: 'Taille',
  patient_id: 'Patient',
  description: 'Description',
  created_at: 'Ajoutée',
  user_id: 'Par',
  processed_at: 'État',
};

export const sortFields: Words['sortFields'] = {
  created_at: 'Ajout',
  updated_at: 'Modification',
  processed_at: 'Traitement',
  filename: 'Nom',
  description: 'Description',
  content_type: 'Type',
  size: 'Taille',
  user_id: 'Ajoutée par',
  patient_id: 'Patient',
  archived_at: 'Archivage',
  id: 'Numéro',
};

export const filterFields: Words['filterFields'] = {
  filename: 'Nom',
  description: 'Description',
  content_type: 'Type',
  size: 'Taille en octets',
  created_at: 'Ajout',
  processed_at: 'Traitement',
  updated_at: 'Modification',
  archived_at: 'Archivée',
  user_id: 'Ajoutée par (numéro d’utilisateur)',
  patient_id: 'Patient (numéro)',
  id: 'Numéro',
};

export const operators: Words['operators'] = {
  contains: 'contient',
  is: 'est',
  isNot: 'n’est pas',
  isLike: 'ressemble à (avec %)',
  isSet: 'est renseigné',
  isNotSet: 'n’est pas renseigné',
  atLeast: 'au moins',
  atMost: 'au plus',
  moreThan: 'plus de',
  lessThan: 'moins de',
  onOrAfter: 'à partir du',
  before: 'avant le',
  after: 'après le',
  onOrBefore: 'jusqu’au',
  isAny: 'a une valeur quelconque',
};

export const filters: Words['filters'] = {
  label: 'Filtres',
  field: 'Champ',
  condition: 'Condition',
  value: 'Valeur',
  add: 'Ajouter le filtre',
  orderBy: 'Trier par',
  ascending: 'Croissant',
  descending: 'Décroissant',
  ascendingTurn: 'Croissant ; inverser',
  descendingTurn: 'Décroissant ; inverser',
  remove: (filter) => `Retirer le filtre ${filter}`,
  thenBy: 'puis par',
  addOrder: 'Puis par…',
  removeOrder: (field) => `Ne pas trier par ${field}`,
  chip: (field, condition, value) =>
    value === null ? `${field} ${condition}` : `${field} ${condition} « ${value} »`,
};

export const filterValues: Words['filterValues'] = {
  string: 'Saisissez un texte.',
  integer: 'Des chiffres seulement. Avec « est », plusieurs nombres séparés par des virgules conviennent.',
  dateTime: 'Choisissez une date.',
};

export const archive: Words['archive'] = {
  title: (n) => count(n, { one: 'Archiver cette pièce jointe ?', other: 'Archiver {n} pièces jointes ?' }),
  patient: (id) => `patient ${id}`,
  warning: `Elles disparaissent des listes du patient. ${strong('Chartdrop ne peut pas revenir en arrière.')}`,
  act: 'Archiver',
  done: (n) => count(n, { one: 'Archivée.', other: '{n} archivées.' }),
  waits: (n) =>
    count(n, {
      one: 'Cliniko n’a pas confirmé l’archivage. Chartdrop vérifie et réessaie.',
      other: 'Cliniko n’en a pas confirmé {n}. Chartdrop vérifie et réessaie.',
    }),
};

export const pendingArchives: Words['pendingArchives'] = {
  title: 'Pas encore archivées',
  wrongChart: 'Encore dans le mauvais dossier',
  stillThere: 'Encore dans le dossier',
  working: 'Archivage en cours…',
  retryOf: (file) => `Réessayer d’archiver ${file}`,
  leave: 'La laisser',
  leaveOf: (file) => `Laisser ${file} dans le dossier`,
  refused: (file) =>
    `Cliniko n’a pas archivé ${file}. Réessayez à l’accueil. Le fichier est encore dans le dossier de`,
};

export const refile: Words['refile'] = {
  title: 'Déplacer vers un autre patient',
  text: (file, patient) =>
    `${strong(file)} est dans le dossier de ${patient}. Choisissez le bon patient. Chartdrop y classe le fichier, puis l’archive ici. Chartdrop ne peut pas annuler un archivage.`,
  textUnnamed: (file) =>
    `${strong(file)} est dans le dossier d’un autre patient. Choisissez le bon patient. Chartdrop y classe le fichier, puis l’archive ici. Chartdrop ne peut pas annuler un archivage.`,
  moving: 'Déplacement…',
  movingMany: (done, all) => `Déplacement… ${done} sur ${all}`,
  act: 'Déplacer vers ce patient',
  textMany: (n) =>
    count(n, {
      other:
        'Choisissez le bon patient pour {n} fichiers. Chartdrop y classe chacun, puis l’archive chez le premier patient. Chartdrop ne peut pas annuler un archivage.',
    }),
  done: (n) =>
    count(n, {
      one: 'La première pièce jointe est archivée dès que le fichier est classé chez',
      other: 'Les {n} premières pièces jointes sont archivées dès que les fichiers sont classés chez',
    }),
};

export const preview: Words['preview'] = {
  details: 'Détails',
  opening: 'Ouverture du fichier…',
  unshowable: 'Ce type de fichier ne peut pas être affiché ici.',
  instead: 'Enregistrez une copie pour l’ouvrir avec son propre programme.',
  cut: 'Seul le début du texte est affiché.',
  page: (page, pages) => `Page ${page} sur ${pages}`,
  pageOf: (name, page) => `${name}, page ${page}`,
  previousPage: 'Page précédente',
  nextPage: 'Page suivante',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  turn: 'Tourner',
  turnHelp: 'Tourne la vue. Le fichier reste tel quel.',
  wholePage: 'Page entière',
  fitWidth: 'Pleine largeur',
};

export const history: Words['history'] = {
  search: 'Chercher dans l’historique',
  placeholder: 'Fichier, patient ou mot',
  exportCsv: 'Exporter en CSV',
  days: 'Chaque jour : ce qui a été numérisé, et où il se trouve',
  day: 'Jour',
  found: 'Numérisés',
  filed: 'Classés',
  waiting: 'En attente',
  failed: 'En échec',
  dismissed: 'Ignorés',
  unreadable: 'L’historique ne peut pas être affiché',
  reading: 'Chargement de l’historique…',
  nothing: 'Rien trouvé',
  nothingText: 'Chaque acte et chaque changement apparaît ici, le plus récent d’abord.',
  entries: 'Actes et changements, les plus récents d’abord',
  when: 'Quand',
  what: 'Quoi',
  file: 'Fichier',
  patient: 'Patient',
  by: 'Par',
  personAt: (person, where) => `${person} · ${where}`,
  userAt: (user, station) => `${user} sur ${station}`,
  more: 'Afficher plus',
  older: 'Recherche dans les entrées plus anciennes…',
  showStory: (file) => `Ce qui est arrivé à ${file}`,
  allSteps: 'Chaque étape figure dans l’export.',
  change: (name, value) => `${name} : ${value}`,
};

export const historyChanges: Words['historyChanges'] = {
  paused: 'Mis en pause',
  resumed: 'Repris',
  first: 'Placé en tête',
  described: (text) => `Description : ${text}`,
  undescribed: 'Description supprimée',
  renamed: 'Le fichier a été renommé',
  converted: 'Converti en JPEG',
};

export const settingNames: Words['settingNames'] = {
  heicPhotos: 'Photos HEIC',
  descriptionPresets: 'Descriptions au choix',
  askPerson: 'Demander qui est à l’accueil',
  readPages: 'Lire les pages sur ce PC',
  guardPages: 'Demander si c’est un autre patient',
  suggestPatients: 'Proposer le patient de la page',
  pageLanguages: 'Langues des courriers numérisés',
  pageGuard: 'Comparer la page avec le patient',
  coverSheets: 'Diviser les scans aux feuilles de garde',
  todaysPatients: 'Afficher les patients du jour',
  remindAt: 'Rappel le soir',
  sound: 'Son',
  flash: 'Clignoter dans la barre des tâches',
  theme: 'Couleurs',
  language: 'Langue',
  path: 'Dossier',
  subfolders: 'Sous-dossiers',
  types: 'Types de fichiers',
  ignore: 'Noms ignorés',
  route: 'Destination des numérisations',
  afterFiling: 'Après le classement',
  watchMethod: 'Détection des changements',
  settleMs: 'Inchangé depuis (millisecondes)',
  shared: 'Autres PC',
  takeOverSeconds: 'D’autres postes prennent le relais après (secondes)',
  description: 'Description',
  nameTemplate: 'Nom dans le dossier',
};
