import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newJobId } from '../../main/jobs/job-id.ts';
import {
  changed,
  documentsOf,
  type EditedPage,
  isRearranged,
  moved,
  pagesOf,
  turned,
} from '../../renderer/state/page-edit.ts';

const [one, other] = [newJobId(1), newJobId(2)];
const numbers = (pages: readonly EditedPage[]): number[][] =>
  documentsOf(pages).map((document) => document.map(({ page }) => page));
const out = (): Partial<EditedPage> => ({ isOut: true });
const first = (): Partial<EditedPage> => ({ isFirst: true });

describe('pages that a person arranges', () => {
  it('make one document at first, which a PDF has already', () => {
    const pages = pagesOf(one, 3);
    expect(numbers(pages)).toEqual([[1, 2, 3]]);
    expect(isRearranged(pages, documentsOf(pages), ['a.pdf'])).toBe(false);
    // A picture becomes a PDF, and a scan without a name is none.
    expect(isRearranged(pages, documentsOf(pages), ['a.tif'])).toBe(true);
    expect(isRearranged(pages, documentsOf(pages), [null])).toBe(true);
  });

  it('are turned, moved, left out and divided, and each of it makes another document', () => {
    const pages = pagesOf(one, 3);
    const all = [
      changed(pages, 1, (page) => turned(page, 3)),
      moved(pages, 0, 1),
      changed(pages, 2, out),
      changed(pages, 1, first),
      [...pages, ...pagesOf(other, 1)],
    ];
    for (const each of all) expect(isRearranged(each, documentsOf(each), ['a.pdf', 'b.pdf'])).toBe(true);
    expect(all[0]?.[1]?.turn).toBe(270);
    expect(all.map(numbers)).toEqual([[[1, 2, 3]], [[2, 1, 3]], [[1, 2]], [[1], [2, 3]], [[1, 2, 3, 1]]]);
  });

  it('are divided at a place: a page that moves over it changes its document', () => {
    const pages = changed(pagesOf(one, 4), 2, first);
    expect(numbers(pages)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(numbers(moved(pages, 2, -1))).toEqual([
      [1, 3],
      [2, 4],
    ]);
    // The beginning of a document whose page is left out is that of the next page.
    expect(numbers(changed(pages, 2, out))).toEqual([[1, 2], [4]]);
    expect(numbers(changed(changed(pages, 0, out), 1, out))).toEqual([[3, 4]]);
  });

  it('do not move beyond the ends', () => {
    const pages = pagesOf(one, 2);
    expect(moved(pages, 0, -1)).toEqual(pages);
    expect(moved(pages, 1, 1)).toEqual(pages);
  });

  it('are in exactly one document each, or left out, whatever a person does', () => {
    const act = fc.record({ kind: fc.integer({ min: 0, max: 4 }), at: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let pages: EditedPage[] = [...pagesOf(one, 6), ...pagesOf(other, 4)];
        for (const { kind, at } of acts) {
          if (kind === 0) pages = moved(pages, at, 1);
          if (kind === 1) pages = moved(pages, at, -1);
          if (kind === 2) pages = changed(pages, at, ({ isOut }) => ({ isOut: !isOut }));
          if (kind === 3) pages = changed(pages, at, ({ isFirst }) => ({ isFirst: !isFirst }));
          if (kind === 4) pages = changed(pages, at, (page) => turned(page, 1));
        }
        const documents = documentsOf(pages);
        expect(documents.flat()).toEqual(
          pages.filter(({ isOut }) => !isOut).map(({ jobId, page, turn }) => ({ jobId, page, turn })),
        );
        expect(documents.every(({ length }) => length > 0)).toBe(true);
        expect(new Set(pages.map(({ jobId, page }) => `${jobId} ${page}`)).size).toBe(10);
      }),
    );
  });
});
