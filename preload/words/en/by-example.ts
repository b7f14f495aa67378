// The pattern of a route, made from an example.

export const byExample = {
  example: 'Example of a file name',
  sample: 'Smith_John_1951-04-17.pdf',
  familyName: 'Smith',
  givenName: 'John',
  help: 'Type the name of one of your scans, or use a file of the folder. Then say what each part of it means.',
  parts: 'Parts of the example',
  reads: 'The example leads to:',
  dayFirst:
    'The day is read first: 03-02-1980 is 3 February. Do not use this pattern if your scanner writes the month first.',
  number: (id: string) => `patient number ${id}`,
  caseNumber: (id: string) => `case number ${id}`,
  person: (lastName: string, firstName: string, born: string) => `${lastName}, ${firstName}, born ${born}`,
  noMatch: 'No match: to the inbox',
  names: 'Newest files in the folder',
  looksFor: 'Chartdrop looks for',
  use: 'Use',
  useOf: (name: string) => `Use ${name} as the example`,
  byHand: 'The pattern was written by hand. The example shows how it reads a name.',
  startAgain: 'Make it from the example',
  advanced: 'Advanced',
};

export const meanings = {
  patientId: 'Patient number',
  lastName: 'Family name',
  firstName: 'Given name',
  dob: 'Date of birth',
  ignore: 'Ignore',
};

export const exampleProblems = {
  incomplete:
    'Choose the patient number alone, or family name, given name and date of birth together. One of them is not enough to find a patient.',
  apart: 'Parts with the same meaning must be next to each other.',
  'no-number': 'A patient number has only digits. Choose another part.',
  'no-date': 'The date of birth must be a whole date, such as 1951-04-17 or 17.04.1951.',
  'too-long': 'This name has too many parts. Use a shorter example.',
};
