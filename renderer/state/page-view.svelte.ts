/** How a page is shown: as wide as its place, as a whole, or enlarged. `1`: as wide as its place. */
export type Zoom = 'width' | 'whole' | number;

/** The steps of zooming in. */
const steps = [0.5, 0.75, 1, 1.5, 2, 3] as const;

/** Pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** The zoom that a person chose last in this window. */
let lastZoom: Zoom = 'width';

/** The view of one file's pages. It begins with the zoom of the file before, and without a turn. */
export class PageView {
  #zoom = $state<Zoom>(lastZoom);
  /** Quarter turns to the right, of one file. The file stays as it is. */
  turns = $state(0);

  get zoom(): Zoom {
    return this.#zoom;
  }

  set zoom(zoom: Zoom) {
    this.#zoom = zoom;
    lastZoom = zoom;
  }

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
