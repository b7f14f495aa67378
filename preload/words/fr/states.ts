import type { Words } from '../en.ts';

export const faults: Words['faults'] = {
  withDetail: (text, detail) => `${text} : ${detail}`,
  retried: 'Chartdrop réessaie automatiquement.',
  tryLater: 'Réessayez dans un instant.',
  unexpected:
    'Un problème inattendu est survenu, et Chartdrop doit s’arrêter. Rien n’est perdu : relancez-le, et il reprend. Le journal dit quand c’est arrivé.',
};

export const steps: Words['steps'] = {
  lookup: 'Trouver l’adresse de Cliniko',
  proxy: 'Passer par le proxy de ce réseau',
  connection: 'Joindre Cliniko',
  tls: 'Se connecter de façon sûre',
  key: 'S’identifier avec la clé API',
  permission: 'Droit de voir les patients et d’envoyer pour eux',
  storage: 'Joindre le stockage',
};

export const stepStates: Words['stepStates'] = {
  ok: 'fonctionne',
  failed: 'ne fonctionne pas',
  'not-reached': 'pas essayé',
  'not-needed': 'inutile ici',
};

export const diagnosis: Words['diagnosis'] = {
  title: (moment) => `Vérification de la connexion du ${moment}`,
  line: (step, state) => `${step} : ${state}.`,
};

export const waits: Words['waits'] = {
  network: 'Attend le réseau',
  proxy: 'Attend le proxy',
  limit: 'Attend la limite de requêtes',
  key: 'Attend une clé API',
  clinic: 'Attend Cliniko',
  storage: 'Attend le stockage',
  file: 'Attend le fichier',
  space: 'Attend de la place sur le disque',
};

export const reasons: Words['reasons'] = {
  'route-inbox': 'Une personne attribue chaque fichier de ce dossier.',
  'nobody-armed': 'Aucun patient n’était choisi à la numérisation.',
  'destination-changed': 'Un autre patient a été choisi pendant la numérisation.',
  'name-without-match': 'Son nom ne correspond pas au modèle du dossier.',
  'lookup-pending': 'Cliniko n’a pas encore pu dire à qui il est.',
  'patient-not-found': 'Aucun patient ne correspond à son nom.',
  'patient-ambiguous': 'Plus d’un patient correspond à son nom.',
  'patient-unavailable': 'Le patient nommé est archivé, supprimé ou fusionné.',
  'case-not-found': 'Aucun dossier ne correspond à son nom.',
  'duplicate-same-patient': 'Ce fichier est déjà chez ce patient, ou en route.',
  'duplicate-other-patient': 'Le même contenu est classé chez un autre patient, ou en route.',
  'page-names-another': 'La page nomme un autre patient.',
  'sheet-unreadable': 'Le code de sa feuille de garde est illisible.',
  'sheet-out-of-date': 'Sa feuille de garde est périmée.',
  'sheet-strange':
    'Sa feuille de garde n’est pas signée avec la clé de ce PC ; Chartdrop ne fait que proposer son patient.',
  'part-without-sheet': 'Il n’a pas de feuille de garde, mais d’autres pages du même scan en ont une.',
  'stack-not-split':
    'Il a des feuilles de garde, mais certaines de ses pages sont illisibles. Scannez-le de nouveau.',
  'page-pending': 'Chartdrop lit encore la page.',
  'page-not-read': 'La page n’a pas pu être lue.',
  'page-partly-read': 'Seule une partie a pu être lue.',
  'page-names-none': 'La page ne nomme aucun patient actuel par son nom complet et sa date de naissance.',
  'page-names-several': 'La page nomme plus d’une personne, ou deux dossiers se ressemblent.',
  'page-unsure': 'La page nomme un patient, mais son nom ou son dossier n’est pas certain.',
  'file-changed': 'Le fichier a été modifié avant d’être classé.',
  'file-replaced':
    'Un autre fichier a été enregistré sous ce nom avant que celui-ci soit classé, et son contenu n’a pas été gardé. Numérisez-le à nouveau.',
  'begun-elsewhere':
    'Un autre poste l’a commencé et ne répond plus. Regardez chez le patient avant de choisir.',
  'was-left-alone':
    'Un fichier de ce nom a été ignoré à l’ajout du dossier. Il a changé depuis : est-ce une nouvelle numérisation ?',
  'records-lost':
    'Il était déjà dans le dossier quand les registres ont dû être refaits. Regardez chez le patient avant de choisir.',
  'put-together': 'Vous avez assemblé ses pages.',
  'taken-back': 'Vous l’avez repris.',
  restored: 'Vous l’avez rappelé.',
};

export const states: Words['states'] = {
  inbox: 'dans la boîte de réception',
  held: 'en délai d’annulation',
  queued: 'en attente',
  uploading: 'en cours d’envoi',
  stored: 'stocké',
  registering: 'en cours d’enregistrement',
  processing: 'en traitement',
  linking: 'ajout au dossier',
  filed: 'classé',
  failed: 'en échec',
  dismissed: 'ignoré',
  split: 'ses pages sont dans d’autres documents',
  parted: 'ses pages sont dans d’autres documents, qui sont terminés',
};

export const attachmentStates: Words['attachmentStates'] = {
  processing: 'en cours',
  ready: 'prête',
  archived: 'archivée',
};

export const folderStates: Words['folderStates'] = {
  starting: 'démarrage',
  watching: 'surveillé',
  vanished: 'introuvable',
  stopped: 'arrêté',
};

export const connections: Words['connections'] = {
  unknown: 'connexion en cours',
  online: 'connecté',
  offline: 'hors ligne',
  'key-rejected': 'clé refusée',
};

export const audit: Words['audit'] = {
  'job-found': 'Fichier trouvé',
  'job-assigned': 'Attribué',
  'job-hold-ended': 'Délai d’annulation écoulé',
  'job-taken-back': 'Repris',
  'job-upload-started': 'Envoi commencé',
  'job-stored': 'Stocké',
  'job-registration-sent': 'Enregistrement envoyé',
  'job-registered': 'Enregistré',
  'job-processed': 'Dans le dossier',
  'job-linked': 'Ajouté au cas',
  'job-link-lost': 'Absent du cas, ajouté à nouveau',
  'job-link-accepted': 'Classé sans son cas',
  'job-processing-slow': 'Cliniko met plus de temps que d’habitude',
  'job-filed': 'Classé',
  'job-delayed': 'Retardé',
  'job-failed': 'Échec',
  'job-retried': 'Nouvel essai',
  'job-dismissed': 'Ignoré',
  'job-restored': 'Rappelé',
  'job-returned-to-inbox': 'Revenu dans la boîte de réception',
  'job-page-read': 'Page lue',
  'job-page-names-another': 'La page nomme un autre patient',
  'job-refiled': 'Déplacé vers un autre patient',
  'job-refile-undone': 'Déplacement annulé',
  'job-adopted': 'Trouvé dans un dossier, à déplacer',
  'job-file-disposed': 'Fichier local déplacé, comme réglé',
  'job-parted': 'Toutes les parties sont terminées',
  'job-divided': 'Pages réorganisées',
  'job-put-back': 'Pages remises',
  'job-changed': 'Modifié',
  'attachment-archive-asked': 'Archivage commencé',
  'attachment-archived': 'Pièce jointe archivée',
  'attachment-not-archived': 'Archivage refusé',
  'attachment-left': 'Pièce jointe laissée dans le dossier',
  'destination-armed': 'Patient choisi',
  'destination-disarmed': 'Sélection terminée',
  'folder-added': 'Dossier de numérisation ajouté',
  'folder-changed': 'Dossier de numérisation modifié',
  'folder-removed': 'Dossier de numérisation retiré',
  'folder-restored': 'Dossier de numérisation remis',
  'folder-vanished': 'Dossier de numérisation introuvable',
  'folder-returned': 'Dossier de numérisation revenu',
  'key-set': 'Clé API enregistrée',
  'storage-met': 'Premier envoi vers ce stockage',
  'sheet-printed': 'Feuille de garde créée',
  'sheet-key-exported': 'Clé des feuilles de garde enregistrée',
  'sheet-key-imported': 'Clé des feuilles de garde remplacée',
  'settings-changed': 'Réglages modifiés',
  'history-shortened': 'Anciennes entrées supprimées, comme réglé',
};

export const updatesOff: Words['updatesOff'] = {
  host: 'Mettez Chartdrop à jour sur l’ordinateur où il tourne.',
  development: 'C’est une copie de développement. Elle ne se met pas à jour elle-même.',
  managed: 'Les mises à jour viennent avec les logiciels que votre cabinet distribue.',
  preset: 'Votre administrateur a désactivé les mises à jour.',
  'no-server': 'Cette édition n’a pas de serveur de mise à jour.',
  unsigned:
    'Cette édition n’est pas signée et ne peut pas vérifier l’origine d’une mise à jour. Installez les mises à jour à la main.',
};

export const updateFailures: Words['updateFailures'] = {
  unreachable: 'Le serveur de mise à jour est injoignable. Cette version continue de fonctionner.',
  damaged:
    'La mise à jour téléchargée était endommagée et a été supprimée. Cette version continue de fonctionner.',
  'disk-full':
    'Il n’y a pas de place sur le disque pour la mise à jour. Cette version continue de fonctionner.',
  'not-installed': 'La mise à jour n’a pas été installée. Cette version continue de fonctionner.',
};

export const updates: Words['updates'] = {
  current: 'Chartdrop installe les mises à jour quand vous le quittez.',
  checking: 'Recherche d’une mise à jour…',
  downloading: (version, share) => `Téléchargement de la version ${version} : ${share}.`,
  ready: (version) => `La version ${version} s’installera quand vous quitterez Chartdrop.`,
  lookedFor: (moment) => `Dernière vérification : ${moment}`,
  look: 'Rechercher des mises à jour',
  restart: 'Redémarrer pour mettre à jour',
  busy: 'Des fichiers sont en cours d’envoi. Redémarrez quand ils seront arrivés dans Cliniko.',
};

export const people: Words['people'] = {
  removedName: 'Nom effacé',
  noDateOfBirth: 'sans date de naissance',
  unknown: 'Cliniko n’indique aucun patient',
  patient: (name, born, id) => `${name} (${born}, ${id})`,
  nameless: (id) => `Nom effacé (${id})`,
  withCase: (what, caseName) => `${what}, dossier ${caseName}`,
  caseOf: (caseName) => `Dossier : ${caseName}`,
};
