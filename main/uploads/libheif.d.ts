/** What is used of libheif’s build for JavaScript; its own types leave out the two classes made for it. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export interface HeifImage {
    /** Width and height as shown: after rotation, mirroring and cropping. */
    get_width(): number;
    get_height(): number;
    /** Fills `target.data` with RGBA, 8 bits each, as shown; answers null where the picture cannot be decoded. */
    display(target: HeifPixels, done: (shown: HeifPixels | null) => void): void;
    free(): void;
  }
  export interface HeifPixels {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
  }
  export interface Libheif {
    HeifDecoder: new () => {
      /** The pictures of a file that stand for themselves, without tiles, thumbnails and depth maps; none on an error. */
      decode(bytes: Uint8Array): HeifImage[];
    };
  }
  export default function libheif(): Libheif;
}
