import type { JobId } from '../../preload/contract/ids.ts';
import type { ChosenPage } from '../../preload/contract/pages.ts';

/** A page as a person arranges it. */
export interface EditedPage extends ChosenPage {
  /** It is in no document. */
  readonly isOut: boolean;
  /** A new document begins with it. */
  readonly isFirst: boolean;
}

/** The pages of a scan as they are. */
export const pagesOf = (jobId: JobId, count: number): EditedPage[] =>
  Array.from({ length: count }, (_, at) => ({ jobId, page: at + 1, turn: 0, isOut: false, isFirst: false }));

/** `change` for the page at this place. */
export const changed = (
  pages: readonly EditedPage[],
  at: number,
  change: (page: EditedPage) => Partial<EditedPage>,
): EditedPage[] => pages.map((page, index) => (index === at ? { ...page, ...change(page) } : page));

/** Quarter turns to the right. */
export const turned = ({ turn }: EditedPage, quarters: 1 | 3): Partial<EditedPage> => ({
  turn: ((turn + quarters * 90) % 360) as EditedPage['turn'],
});

/** The page at a place takes the next one. A document begins at a place, not with a page. */
export function moved(pages: readonly EditedPage[], at: number, by: 1 | -1): EditedPage[] {
  const [one, other] = [pages[at], pages[at + by]];
  if (one === undefined || other === undefined) return [...pages];
  return pages.map((page, index) => {
    if (index === at) return { ...other, isFirst: one.isFirst };
    return index === at + by ? { ...one, isFirst: other.isFirst } : page;
  });
}

/** The documents that they make; a beginning whose page is left out is that of the next one. */
export function documentsOf(pages: readonly EditedPage[]): ChosenPage[][] {
  const documents: ChosenPage[][] = [[]];
  for (const { jobId, page, turn, isOut, isFirst } of pages) {
    if (isFirst && documents.at(-1)?.length !== 0) documents.push([]);
    if (!isOut) documents.at(-1)?.push({ jobId, page, turn });
  }
  return documents.filter(({ length }) => length > 0);
}

/** Whether they differ from one PDF as it is. */
export const isRearranged = (
  pages: readonly EditedPage[],
  documents: readonly ChosenPage[][],
  names: readonly (string | null)[],
): boolean =>
  documents.length > 1 ||
  names.some((name) => name?.toLowerCase().endsWith('.pdf') !== true) ||
  pages.some(
    ({ jobId, page, turn, isOut }, at) => isOut || turn !== 0 || page !== at + 1 || jobId !== pages[0]?.jobId,
  );
