import type { Words } from '../en.ts';

export const byExample: Words['byExample'] = {
  example: 'Exemple de nom de fichier',
  sample: 'Martin_Anne_1951-04-17.pdf',
  familyName: 'Martin',
  givenName: 'Anne',
  help: 'Saisissez le nom d’un de vos documents, ou utilisez un fichier du dossier. Dites ensuite ce que signifie chaque partie.',
  parts: 'Parties de l’exemple',
  reads: 'L’exemple mène à :',
  dayFirst:
    'Le jour est lu en premier : 03-02-1980 est le 3 février. N’utilisez pas ce modèle si votre scanner écrit le mois en premier.',
  number: (id) => `numéro de patient ${id}`,
  caseNumber: (id) => `numéro de dossier ${id}`,
  person: (lastName, firstName, born) => `${lastName}, ${firstName}, date de naissance ${born}`,
  noMatch: 'Aucune correspondance : vers la boîte de réception',
  names: 'Fichiers les plus récents du dossier',
  looksFor: 'Chartdrop cherche',
  use: 'Utiliser',
  useOf: (name) => `Utiliser ${name} comme exemple`,
  byHand: 'Le modèle a été écrit à la main. L’exemple montre comment il lit un nom.',
  startAgain: 'Le créer à partir de l’exemple',
  advanced: 'Options avancées',
};

export const meanings: Words['meanings'] = {
  patientId: 'Numéro de patient',
  lastName: 'Nom',
  firstName: 'Prénom',
  dob: 'Date de naissance',
  ignore: 'Sans signification',
};

export const exampleProblems: Words['exampleProblems'] = {
  incomplete:
    'Choisissez le numéro de patient seul, ou le nom, le prénom et la date de naissance ensemble. Une seule de ces indications ne suffit pas pour trouver un patient.',
  apart: 'Les parties de même signification doivent se suivre.',
  'no-number': 'Un numéro de patient ne contient que des chiffres. Choisissez une autre partie.',
  'no-date': 'La date de naissance doit être une date entière, par exemple 1951-04-17 ou 17.04.1951.',
  'too-long': 'Ce nom a trop de parties. Utilisez un exemple plus court.',
};
