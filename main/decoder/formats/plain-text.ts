import type { PageLine } from '../../../preload/contract/page-line.ts';
import { bounds } from '../bounds.ts';
import { lineText } from './line-text.ts';
import { textOf } from './text-of.ts';

/** Lines of a text file on one page. */
const pageLines = 60;

/** The first lines of a text file, as if they were printed one below the other. */
export function linesOfText(bytes: Uint8Array): PageLine[] {
  const text = textOf(bytes.subarray(0, bounds.readCharacters), null);
  return text
    .split(/\r\n|\r|\n/u)
    .slice(0, Math.min(bounds.readLines, bounds.readPages * pageLines))
    .flatMap((line, at) => {
      const shown = lineText(line);
      if (shown === '') return [];
      const top = (at % pageLines) / pageLines;
      const box = { left: 0, top, width: 1, height: 1 / pageLines };
      return [{ page: 1 + Math.floor(at / pageLines), text: shown, box }];
    });
}
