import type { Words } from '../en.ts';

export const errors: Words['errors'] = {
  'key-missing': 'Aucune clé API n’est enregistrée. Saisissez la clé API de votre compte Cliniko.',
  'key-store-missing':
    'Ce système n’a pas de trousseau où la clé serait en sécurité. Installez-en un (sous Linux, un trousseau de clés) et relancez Chartdrop.',
  'key-store-locked': 'Le trousseau du système est verrouillé. Déverrouillez-le quand cela vous est demandé.',
  'key-malformed':
    'Ce n’est pas une clé API Cliniko. Copiez la clé entière depuis les réglages de Cliniko et réessayez.',
  'key-rejected':
    'Cliniko n’accepte pas cette clé API. Vérifiez-la, ou créez-en une nouvelle dans les réglages de Cliniko.',
  'permission-denied':
    'L’utilisateur de cette clé API n’en a pas le droit. Adressez-vous à la personne qui gère votre compte Cliniko.',
  'record-not-found': 'Cliniko n’a pas cette fiche. Elle a peut-être été supprimée.',
  'record-refused': 'Cliniko a refusé cette fiche',
  'rate-limited': 'La limite de requêtes de Cliniko est atteinte. Elle se renouvelle en moins d’une minute.',
  'service-error': 'Cliniko est en panne.',
  'answer-invalid': 'Cliniko a envoyé une réponse que Chartdrop ne peut pas lire.',
  'address-forbidden':
    'Cette adresse n’est pas permise : elle doit commencer par https:// (http:// seulement sur cette machine).',
  'address-not-clinic':
    'Il n’y a pas d’API Cliniko à cette adresse. Vérifiez-la : l’adresse se termine par /v1.',
  'shard-unknown':
    'Ce n’est pas une clé API Cliniko : sa fin désigne une région introuvable. Copiez de nouveau la clé entière et vérifiez les dernières lettres.',
  'network-unreachable': 'Cliniko est injoignable. Vérifiez le réseau.',
  'network-timeout': 'Cliniko ne répond pas.',
  'certificate-refused': 'La connexion à Cliniko n’est pas sûre : son certificat a été refusé.',
  'name-not-found': 'L’adresse de Cliniko est introuvable. Vérifiez le réseau et son DNS.',
  'connection-not-secure':
    'Aucune connexion sûre avec Cliniko n’est possible. Un autre appareil ou programme répond à sa place.',
  'proxy-unreachable': 'Le proxy de ce réseau est injoignable. Vérifiez le réseau et ses réglages de proxy.',
  'proxy-credentials':
    'Le proxy de ce réseau demande un nom d’utilisateur et un mot de passe, ou n’accepte pas ceux qui sont enregistrés. Saisissez-les dans les réglages.',
  'proxy-sign-in-unknown':
    'Chartdrop ne prend pas en charge l’identification de ce proxy. Demandez à l’administrateur du réseau de laisser passer Chartdrop sans identification, ou avec un nom d’utilisateur et un mot de passe.',
  'proxy-refused':
    'Le proxy de ce réseau ne laisse pas Chartdrop joindre Cliniko. Demandez à l’administrateur du réseau d’autoriser les adresses de Cliniko.',
  'proxy-not-set': 'Ce système n’a pas de proxy réglé pour l’adresse de Cliniko.',
  'policy-expired': 'L’autorisation d’envoi a expiré avant la fin de l’envoi.',
  'policy-refused': 'Le stockage a refusé le fichier.',
  'size-refused': 'Le stockage n’accepte pas de fichier de cette taille.',
  'storage-error': 'Le stockage est en panne.',
  'storage-answer-invalid': 'Le stockage a envoyé une réponse que Chartdrop ne peut pas lire.',
  'storage-not-secure':
    'Cliniko a indiqué une adresse de stockage non chiffrée ; le fichier n’a donc pas été envoyé. Réessayez ; si cela persiste, prévenez l’assistance de Cliniko.',
  'presigned-post-missing':
    'Cliniko n’a donné aucune adresse d’envoi. Réessayez, ou demandez à l’assistance de Cliniko.',
  'patient-not-found': 'Cliniko n’a pas de patient portant ce numéro.',
  'case-not-found': 'Cliniko n’a pas de dossier portant ce numéro.',
  'patient-unavailable':
    'Ce patient est archivé, supprimé ou fusionné avec un autre et ne peut pas être choisi.',
  'case-unavailable': 'Ce dossier est archivé et ne peut pas être choisi.',
  'attachment-missing': 'Cliniko a accepté le fichier, mais la pièce jointe manque.',
  'attachment-other-patient': 'La pièce jointe est chez le mauvais patient.',
  'attachment-other-size': 'La pièce jointe n’a pas la même taille que le fichier.',
  'attachment-unclear':
    'Cliniko ne dit pas s’il a le fichier. Regardez chez le patient avant de réessayer ou d’ignorer le fichier.',
  'attachment-not-processed':
    'Cliniko n’a pas terminé ce fichier en un jour. Regardez dans le dossier du patient, puis réessayez pour attendre encore.',
  'case-link-refused':
    'Cliniko n’a pas ajouté le fichier à ce dossier. Réessayez, ou laissez-le chez le patient sans dossier.',
  'case-link-missing':
    'Cliniko a accepté le changement, mais ce dossier ne contient pas le fichier. Réessayez, ou laissez-le chez le patient sans dossier.',
  'file-exists': 'Un fichier de ce nom existe déjà. Choisissez un autre nom.',
  'file-missing': 'Le fichier manque.',
  'file-locked': 'Un autre programme utilise le fichier.',
  'file-denied': 'Chartdrop n’a pas le droit de lire le fichier. Vérifiez ses droits.',
  'file-empty': 'Le fichier est vide.',
  'file-changed': 'Le fichier a été modifié pendant sa lecture.',
  'file-replaced':
    'Le fichier a été remplacé par un autre avant d’être classé, et son contenu n’a pas été gardé. Numérisez-le à nouveau.',
  'files-too-many': 'Trop de fichiers sont ouverts sur ce PC. Fermez quelques programmes.',
  'file-not-regular': 'Ce n’est pas un fichier qui peut être envoyé.',
  'file-path-too-long':
    'Le chemin du fichier est trop long pour ce système. Déplacez-le dans un dossier au chemin plus court.',
  'file-name-unknown':
    'Plusieurs fichiers portent ce nom, à part des lettres qui ne sont pas un texte valide. Renommez le fichier.',
  'file-unreadable':
    'Le fichier ne peut pas être lu. S’il est dans le cloud, rendez-le disponible sur cet ordinateur.',
  'file-in-cloud':
    'Le fichier n’est que dans le cloud. Téléchargez-le sur cet ordinateur : « Toujours conserver sur cet appareil », ou ouvrez-le une fois.',
  'photo-not-converted':
    'Cette photo ne peut pas être convertie en JPEG. Faites envoyer les photos de téléphone telles quelles dans les réglages, puis réessayez.',
  'preview-damaged': 'Le fichier est endommagé, ou son nom porte un mauvais type.',
  'preview-too-large': 'Le fichier est trop grand pour être affiché ici.',
  'preview-protected': 'Le fichier est protégé par un mot de passe.',
  'preview-stopped': 'L’affichage du fichier prenait trop de temps ou de mémoire et a été arrêté.',
  'preview-busy': 'Trop de fichiers sont ouverts à la fois. Réessayez dans un instant.',
  'folder-watched-already': 'Ce dossier, un dossier qui le contient ou qu’il contient est déjà surveillé',
  'folder-missing': 'Le dossier manque.',
  'folder-denied': 'Chartdrop n’a pas le droit de lire le dossier. Vérifiez ses droits.',
  'folder-protected':
    'Le système ne laisse pas Chartdrop lire ce dossier. Autorisez-le dans Réglages Système, Confidentialité et sécurité, Fichiers et dossiers.',
  'folder-unreadable': 'Le dossier ne peut pas être lu pour le moment. Vérifiez son lecteur et la connexion.',
  'pattern-invalid': 'Le modèle de ce dossier est inutilisable',
  'filed-other-drive':
    '« Filed » est sur un autre disque que le dossier de numérisation. Faites-en un dossier ordinaire, ou réglez le dossier pour que les fichiers classés restent sur place.',
  'filed-no-folder':
    'Un fichier ou un lien nommé « Filed » se trouve à la place de ce dossier. Renommez-le ou supprimez-le.',
  'filed-denied':
    'Chartdrop ne peut pas déplacer de fichiers dans ce dossier. Autorisez-le, ou réglez le dossier pour que les fichiers classés restent sur place.',
  'filed-full': 'Le disque de ce dossier est plein. Libérez de la place.',
  'trash-refused':
    'La corbeille du système n’accepte pas le fichier. Videz-la, ou réglez le dossier pour que les fichiers classés restent sur place.',
  'trash-missing':
    'Ce lecteur ne garde pas les fichiers supprimés, Chartdrop laisse donc le fichier en place. Réglez le dossier pour que les fichiers classés soient déplacés, ou restent.',
  'scan-claimed-elsewhere': 'Un autre poste qui surveille ce dossier classe ce fichier.',
  'scan-taken-over': 'Un autre poste qui surveille ce dossier a repris ce fichier.',
  'claims-denied':
    'Chartdrop n’a pas le droit d’écrire dans ce dossier partagé : les postes ne peuvent pas convenir de qui classe quel fichier, et rien n’en est classé. Autorisez-y l’écriture ; ou, si aucun autre poste ne le surveille, réglez « Partagé avec d’autres postes » sur non.',
  'claims-full':
    'Le lecteur de ce dossier est plein : les postes ne peuvent pas convenir de qui classe quel fichier. Libérez de la place.',
  'claims-alone':
    'Chartdrop n’a pas le droit d’écrire dans ce dossier : les autres postes ne voient pas ce que celui-ci classe. Laissez ce seul poste le surveiller, ou autorisez-y l’écriture.',
  'claims-unsafe':
    'Ce lecteur montre trop tard les changements des autres postes : un fichier pourrait être classé deux fois. Laissez un seul poste surveiller ce dossier.',
  'folder-not-open': 'Son dossier de numérisation n’est pas encore ouvert. Le fichier sera classé ensuite.',
  'disk-full': 'Le disque de cet ordinateur est plein. Libérez de la place.',
  'disk-read-only':
    'Chartdrop ne peut pas écrire dans son dossier de données. Autorisez-le à y écrire, puis relancez-le ; rien n’est perdu.',
  'database-newer':
    'Ces données ont été écrites par un Chartdrop plus récent. Installez cette version, ou une plus récente.',
  'database-damaged': 'La base de données de Chartdrop est endommagée.',
  'data-key-wrong':
    'Les données de Chartdrop ne peuvent pas être lues avec la clé du trousseau de ce système. Restaurez cette clé (le profil, ou la sauvegarde de secrets.json) ; les données sont gardées. Sans elle, déplacez le dossier de données et recommencez avec un dossier vide.',
  'data-in-use': 'Un autre Chartdrop travaille déjà avec ces données.',
  'data-on-network':
    'Le dossier de données de Chartdrop est sur un lecteur réseau, où deux programmes pourraient endommager la base. Placez-le sur un disque de cet ordinateur.',
  'data-not-private':
    'D’autres utilisateurs de ce PC peuvent lire le dossier de données, et il contient aussi d’autres fichiers. Choisissez un dossier vide, ou un dossier que vous seul pouvez ouvrir (chmod 700)',
  'data-not-guarded':
    'Windows n’a pas pu fermer le dossier de données aux autres utilisateurs. Choisissez un dossier de votre profil, ou un dossier qui vous appartient sur un lecteur NTFS',
  'settings-invalid': 'Un réglage est inutilisable',
  'settings-managed':
    'Un administrateur gère les réglages de ce PC. Demandez-lui ce changement. Rien n’a été modifié.',
  'sheet-key-file-invalid':
    'Ce n’est pas un fichier contenant une clé de feuilles de garde. Choisissez le fichier enregistré par un autre PC.',
  'passphrase-wrong': 'La phrase secrète ne correspond pas à ce fichier. Rien n’a été modifié.',
  'job-not-found': 'Ce fichier n’est plus dans la file d’attente.',
  'transition-refused': 'Ce n’est pas possible dans l’état actuel du fichier.',
  'choice-expired':
    'Ce choix n’est plus valable. Choisissez le dossier, ou déposez le fichier, encore une fois.',
  'too-many-at-once':
    'Plus de 2 000 fichiers à la fois : aucun n’a été ajouté. Choisissez un dossier plus petit, ou ajoutez-le comme dossier de numérisation.',
  'present-key-needed':
    'Pour remplacer la clé API, saisissez aussi la clé actuelle. Une clé que Cliniko n’accepte plus peut être remplacée sans elle.',
  'not-confirmed': 'Rien n’a été modifié.',
  'request-invalid': 'Chartdrop attendait autre chose ici',
  aborted: 'Interrompu.',
  unexpected:
    'Un problème inattendu est survenu. Réessayez ; si cela persiste, envoyez le rapport des réglages.',
};
