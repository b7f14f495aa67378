/** How a page is shown: as wide as its place, as a whole, or enlarged. `1`: as wide as its place. */
export type Zoom = 'width' | 'whole' | number;

/** The steps of zooming in. */
const steps = [0.5, 0.75, 1, 1.5, 2, 3] as const;

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** The view of pages in this window: a person's zoom holds for the next file, too. */
export class PageView {
  zoom = $state<Zoom>('width');
  /** Quarter turns to the right, of one file. The file stays as it is. */
  turns = $state(0);

  /** The size of a page with `natural` proportions in `room`, turned as it is shown. */
  sizeIn(room: Size, natural: Size): Size {
    const isOnItsSide = this.turns % 2 === 1;
    const ratio = isOnItsSide ? natural.width / natural.height : natural.height / natural.width;
    const width = room.width * this.#factor(room, ratio);
    return { width, height: width * ratio };
  }

  /** The enlargement of the page, 1 for the width of its place. `ratio`: height by width as shown. */
  #factor(room: Size, ratio: number): number {
    if (this.zoom === 'width') return 1;
    return this.zoom === 'whole' ? Math.min(1, room.height / (room.width * ratio)) : this.zoom;
  }

  step(by: 1 | -1): void {
    const now = typeof this.zoom === 'number' ? this.zoom : 1;
    const others = steps.filter((one) => (by === 1 ? one > now : one < now));
    this.zoom = (by === 1 ? others[0] : others.at(-1)) ?? now;
  }

  turn(): void {
    this.turns = (this.turns + 1) % 4;
  }
}

let remembered: Zoom = 'width';

/** The view of another file: the zoom that the person chose last, and no turn. */
export function viewOfFile(): PageView {
  const view = new PageView();
  view.zoom = remembered;
  return view;
}

/** Remembers the zoom for the next file. */
export const rememberZoom = (zoom: Zoom): void => void (remembered = zoom);
