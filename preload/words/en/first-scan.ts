import type { SetupStep } from '../../contract/setup-step.ts';

/** The first run, in three steps. */
export const setup = {
  label: 'Set-up',
  skip: 'Skip the set-up',
  next: 'Next: test scan',
  keepClinic: 'Next: scan folder',
  folderTitle: 'Which folder does your scanner save into?',
  folderText: 'Chartdrop watches it and files what arrives. What is in it already stays there.',
  suggested: 'Usual scan folders on this computer',
  otherFolder: 'Choose another folder…',
  anotherFolder: 'Watch one more folder…',
  watched: (path: string) => `Chartdrop watches ${path}.`,
  later: 'No folder for now',
  scanTitle: 'Scan one sheet now',
  scanText: (path: string) => `The scanner must save it into ${path}. It appears here when it is complete.`,
  dropTitle: 'Drop a file on this window',
  dropText: 'Chartdrop watches no folder yet. A file that you drop is filed in the same way.',
  orDrop: 'You can also drop a file on this window.',
  real: 'This is your real clinic: the sheet goes into a real chart. You can take it back until its upload starts.',
  sample: 'Put a sample scan into the folder',
  sampleText: 'The sample names the made-up patient Jane Citizen.',
  arriving: 'The scan is arriving…',
  arrived: 'It has arrived. Look at the page, and choose below it whose it is.',
  moving: 'The patient is chosen. You can take the file back until its upload starts.',
  failed: 'The file could not be filed. The reason is below its page.',
  ignored: 'The file is ignored. Scan another sheet, or end the set-up.',
  filed: (key: string) =>
    `Filed. From now on, select the patient before you scan: press ${key}, and the next scans go there.`,
  chart: 'See it in the chart',
  done: 'End the set-up',
};

export const setupSteps = {
  clinic: 'Clinic',
  folder: 'Scan folder',
  scan: 'Test scan',
} satisfies Record<SetupStep, string>;
