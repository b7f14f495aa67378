import { greyAt, type Picture } from '../formats/picture.ts';

/** Scanners and punches leave black in the margin. Share of the shorter side. */
const margin = 0.05;
/** Squares on the width of a page: each is 1.4 mm on A4 paper, as high as a small letter. */
const squaresOnWidth = 155;
/** A pixel is ink if it is darker than its paper by this much, of 255. Text that shines through from the back is less. */
const inkContrast = 60;
/** The share of a square that ink covers; a speck covers less. */
const inkShare = 0.12;
/** Darker paper, of 255, is a picture. */
const darkPaper = 160;
/** A page with fewer squares of ink is blank. A page number alone has more. */
const leastSquares = 3;

/** Whether a square has ink, or is dark all over. */
function hasInk({ channels, stride, data }: Picture, left: number, top: number, side: number): boolean {
  const shades: number[] = [];
  for (let y = top; y < top + side; y += 1) {
    for (let x = left, at = y * stride + left * channels; x < left + side; x += 1, at += channels)
      shades.push(greyAt(data, at));
  }
  const paper = Math.max(...shades);
  if (paper < darkPaper) return true;
  return shades.filter((shade) => shade < paper - inkContrast).length >= inkShare * shades.length;
}

/** Whether a page has no text and no picture: only specks, grain, or text that shines through from its back. */
export function isBlank(picture: Picture): boolean {
  const { width, height } = picture;
  const edge = Math.round(Math.min(width, height) * margin);
  const side = Math.max(4, Math.round(width / squaresOnWidth));
  let squares = 0;
  for (let top = edge; top + side <= height - edge; top += side) {
    for (let left = edge; left + side <= width - edge; left += side) {
      if (hasInk(picture, left, top, side)) squares += 1;
      if (squares >= leastSquares) return false;
    }
  }
  return true;
}
