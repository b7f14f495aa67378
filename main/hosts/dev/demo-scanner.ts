import { createHash } from 'node:crypto';
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Destination } from '../../../preload/contract/destination.ts';
import { seedFile } from '../../demo-clinic/seed/seed-files.ts';
import { tiff } from '../../demo-clinic/seed/seed-images.ts';

/** A file that the scanner wrote and its intended destination, for comparison with the clinic's records. */
export interface Written {
  readonly name: string;
  readonly sha256: string;
  /** null: no route finds its patient. */
  readonly patientId: string | null;
}

export interface DemoScanner {
  /**
   * Ways of writing letters for the selected patient: slowly with a pause, at once, page by page, and renamed when
   * complete.
   */
  scanForPatient(destination: Destination): Promise<Written[]>;
  scanForCase(destination: Destination): Promise<Written[]>;
  /** A file whose name identifies the patient, and one that needs a person. */
  scanByName(patientId: string): Promise<Written[]>;
}

/** Longer than the settle time of a complete file, so that only the format shows that the file is incomplete. */
const pauseMs = 2500;
const pageMs = 400;

/** Writes made-up scans like real scanners. `number` makes the files of each run different. */
export function createDemoScanner(folder: string, byName: string, number: number): DemoScanner {
  const written = (name: string, bytes: Buffer, patientId: string | null): Written => ({
    name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    patientId,
  });

  /** In parts, opening and closing the file for each. */
  const inParts = async (path: string, bytes: Buffer, parts: number, gapMs: number): Promise<void> => {
    const size = Math.ceil(bytes.length / parts);
    for (let at = 0; at < bytes.length; at += size) {
      if (at > 0) await pause(gapMs);
      await appendFile(path, bytes.subarray(at, at + size));
    }
  };

  return {
    async scanForPatient({ patient }) {
      const letter = seedFile('pdf', number);
      const photo = seedFile('jpg', number + 1);
      const pages = tiff(number + 2, 3);
      const report = seedFile('pdf', number + 3);
      await inParts(join(folder, 'referral letter.pdf'), letter, 2, pauseMs);
      await writeFile(join(folder, 'IMG_2201.jpg'), photo);
      await inParts(join(folder, 'three pages.tif'), pages, 3, pageMs);
      await writeFile(join(folder, 'lab report.pdf.part'), report);
      await rename(join(folder, 'lab report.pdf.part'), join(folder, 'lab report.pdf'));
      return [
        written('referral letter.pdf', letter, patient.id),
        written('IMG_2201.jpg', photo, patient.id),
        written('three pages.tif', pages, patient.id),
        written('lab report.pdf', report, patient.id),
      ];
    },
    async scanForCase({ patient }) {
      const plan = seedFile('pdf', number + 4);
      await writeFile(join(folder, 'exercise plan.pdf'), plan);
      return [written('exercise plan.pdf', plan, patient.id)];
    },
    async scanByName(patientId) {
      const named = seedFile('pdf', number + 5);
      const nameless = seedFile('pdf', number + 6);
      await writeFile(join(byName, `${patientId} consent.pdf`), named);
      await writeFile(join(byName, 'scan0001.pdf'), nameless);
      return [written(`${patientId} consent.pdf`, named, patientId), written('scan0001.pdf', nameless, null)];
    },
  };
}
