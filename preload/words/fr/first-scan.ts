import type { Words } from '../en.ts';

export const setup: Words['setup'] = {
  label: 'Mise en route',
  skip: 'Passer la mise en route',
  next: 'Suite : numérisation d’essai',
  keepClinic: 'Suite : dossier de numérisation',
  folderTitle: 'Dans quel dossier votre scanner enregistre-t-il ?',
  folderText: 'Chartdrop le surveille et classe ce qui arrive. Ce qui s’y trouve déjà y reste.',
  suggested: 'Dossiers de numérisation habituels sur cet ordinateur',
  otherFolder: 'Choisir un autre dossier…',
  anotherFolder: 'Surveiller un dossier de plus…',
  watched: (path) => `Chartdrop surveille ${path}.`,
  later: 'Pas de dossier pour l’instant',
  scanTitle: 'Numérisez une feuille maintenant',
  scanText: (path) =>
    `Le scanner doit l’enregistrer dans ${path}. Elle apparaît ici dès qu’elle est complète.`,
  dropTitle: 'Déposez un fichier sur cette fenêtre',
  dropText: 'Chartdrop ne surveille encore aucun dossier. Un fichier déposé est classé de la même manière.',
  orDrop: 'Vous pouvez aussi déposer un fichier sur cette fenêtre.',
  real: 'C’est votre vrai cabinet : la feuille va chez un vrai patient. Vous pouvez la reprendre jusqu’au début de l’envoi.',
  sample: 'Mettre un exemple dans le dossier',
  sampleText: 'L’exemple nomme la patiente inventée Jane Citizen.',
  arriving: 'La numérisation arrive…',
  arrived: 'Elle est arrivée. Regardez la page, et choisissez dessous à qui elle est.',
  moving: 'Le patient est choisi. Vous pouvez reprendre le fichier jusqu’au début de l’envoi.',
  failed: 'Le fichier n’a pas pu être classé. La raison est sous sa page.',
  ignored: 'Le fichier est ignoré. Numérisez une autre feuille, ou terminez la mise en route.',
  filed: (key) =>
    `Classé. Désormais, choisissez le patient avant de numériser : appuyez sur ${key}, et les numérisations suivantes y vont.`,
  chart: 'La voir chez le patient',
  done: 'Terminer la mise en route',
};

export const setupSteps: Words['setupSteps'] = {
  clinic: 'Cabinet',
  folder: 'Dossier',
  scan: 'Essai',
};
