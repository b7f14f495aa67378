import { bytePaths } from '../../preload/contract/bridge.ts';
import type { PrintedSheet, SheetTarget, SignedSheet } from '../../preload/contract/sheets.ts';
import { birthText, dateText, idText } from '../../preload/words/format.ts';
import { words } from '../../preload/words/current.ts';
import { saveAs } from './bytes.ts';
import type { Core } from './core.svelte.ts';

/** Days for which a sheet is valid. A sheet that is found later asks a person. */
const validDays = 30;
/** Separator sheets that are printed at once, to be used again. */
const separatorCount = 5;
const pdfName = 'cover-sheets.pdf';

/** The day after this many days, `YYYY-MM-DD`, by this PC's calendar. */
export function dayAfter(now: number, days: number): string {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** The words of a sheet: the patient's name with two identifiers. */
export function printedSheet({ destination, code, mark }: SignedSheet, useBy: string): PrintedSheet {
  const w = words();
  if (destination === null)
    return {
      title: w.printedSheet.separator,
      lines: [],
      notes: [w.printedSheet.separatorOrder, w.printedSheet.leftOut],
      code,
      mark,
    };
  const { id, name, dateOfBirth } = destination.patient;
  const inCase = destination.kind === 'case' ? [w.printedSheet.case(destination.case.name ?? '')] : [];
  const born = dateOfBirth === null ? birthText(null) : w.printedSheet.born(dateText(dateOfBirth));
  const lines = [
    name ?? idText(id),
    born,
    w.printedSheet.number(id),
    ...inCase,
    w.printedSheet.useBy(dateText(useBy)),
  ];
  return {
    title: w.printedSheet.title,
    lines: lines.map((line) => line.slice(0, 200)),
    notes: [w.printedSheet.order, w.printedSheet.leftOut],
    code,
    mark,
  };
}

/** Saves sheets as one PDF. null: a separator sheet. Returns false if that was not possible; the person then sees why. */
async function save(core: Core, sheets: readonly (SheetTarget | null)[]): Promise<boolean> {
  const useBy = dayAfter(Date.now(), validDays);
  const signed = await core.attempt('sheets:sign', { sheets: [...sheets], useBy });
  if (signed === undefined) return false;
  const drawn = await core.attempt('sheets:draw', {
    sheets: signed.map((sheet) => printedSheet(sheet, useBy)),
  });
  if (drawn === undefined) return false;
  await saveAs(core, bytePaths.made(drawn.file), pdfName);
  return true;
}

export async function saveCoverSheets(core: Core, targets: readonly SheetTarget[]): Promise<void> {
  if (await save(core, targets)) core.notify(words().sheets.made(targets.length));
}

export async function saveSeparators(core: Core): Promise<void> {
  const sheets = Array.from({ length: separatorCount }, () => null);
  if (await save(core, sheets)) core.notify(words().sheets.separatorsMade);
}
