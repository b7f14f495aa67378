import type { SheetTarget } from '../../preload/contract/sheets.ts';
import { readSheetCode, type SheetCode } from './sheet-code.ts';

/** A page of a stack as the decoder read it. */
export interface StackPage {
  /** The texts of its codes. */
  readonly codes: readonly string[];
  readonly isBlank: boolean;
}

/** The sheet in front of a part. */
export type PartSheet =
  /** It comes before the first sheet, or after a separator sheet. */
  | { readonly kind: 'none' }
  /** `useBy`: the last day, `YYYY-MM-DD`. */
  | { readonly kind: 'target'; readonly target: SheetTarget; readonly useBy: string }
  /** Not signed with this clinic's key. `target` null: its code names no patient. */
  | { readonly kind: 'strange'; readonly target: SheetTarget | null }
  /** The page is a sheet, but the code that names its target is destroyed, or two codes name different ones. */
  | { readonly kind: 'unreadable' };

export interface PlannedPart {
  readonly sheet: PartSheet;
  /** From 1, in order; never empty. */
  readonly pages: readonly number[];
}

/** A page that begins a part. A strange sheet stays in the part, since a page of a letter may look like one. */
type Divider = { readonly sheet: PartSheet; readonly isLeftOut: boolean };

const targetOf = (code: SheetCode): SheetTarget | null =>
  code.kind === 'target' ? { patientId: code.patientId, caseId: code.caseId } : null;

function dividerOf({ codes }: StackPage, key: Buffer): Divider | null {
  const read = codes.map((text) => readSheetCode(text, key)).filter((code) => code !== null);
  const own = read.filter(({ kind }) => kind === 'ours').map(({ code }) => code);
  const [first, ...others] = own.filter((code) => code.kind === 'target');
  if (first !== undefined) {
    const isClear = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
    const { patientId, caseId, useBy } = first;
    const target = { kind: 'target', target: { patientId, caseId }, useBy } as const;
    return { sheet: isClear ? target : { kind: 'unreadable' }, isLeftOut: true };
  }
  if (own.some(({ kind }) => kind === 'separator')) return { sheet: { kind: 'none' }, isLeftOut: true };
  if (own.length > 0) return { sheet: { kind: 'unreadable' }, isLeftOut: true };
  const [strange] = read;
  if (strange === undefined) return null;
  return { sheet: { kind: 'strange', target: targetOf(strange.code) }, isLeftOut: false };
}

/**
 * The pages that are left out: sheets, and their blank backs. If every sheet has a blank back, the stack was scanned on both
 * sides, and the other blank backs are left out too. A blank page of a one-sided stack stays: a faint line may be on it.
 */
function leftOut(pages: readonly StackPage[], dividers: readonly (Divider | null)[]): Set<number> {
  const sheets = [...dividers.keys()].filter((at) => dividers[at]?.isLeftOut === true);
  const hasBlankBack = (at: number): boolean => pages[at + 1]?.isBlank === true;
  const isTwoSided = sheets.length > 0 && sheets.every((at) => at % 2 === 0 && hasBlankBack(at));
  const backs = sheets.filter(hasBlankBack).map((at) => at + 1);
  const blankBacks = isTwoSided
    ? [...pages.keys()].filter((at) => at % 2 === 1 && pages[at]?.isBlank === true)
    : [];
  return new Set([...sheets, ...backs, ...blankBacks]);
}

/** The parts of a stack in order, each only with the sheet in front of it. null: the file has no sheet. */
export function planOf(pages: readonly StackPage[], key: Buffer): PlannedPart[] | null {
  const dividers = pages.map((page) => dividerOf(page, key));
  if (dividers.every((divider) => divider === null)) return null;
  const without = leftOut(pages, dividers);
  const parts: { sheet: PartSheet; pages: number[] }[] = [{ sheet: { kind: 'none' }, pages: [] }];
  dividers.forEach((divider, at) => {
    if (divider !== null) parts.push({ sheet: divider.sheet, pages: [] });
    if (!without.has(at)) parts.at(-1)?.pages.push(at + 1);
  });
  // Sheets one behind the other, and sheets with blank pages only, make no document.
  return parts.filter((part) => part.pages.some((page) => pages[page - 1]?.isBlank === false));
}
