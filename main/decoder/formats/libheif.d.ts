/** The used part of libheif's JavaScript API. Its published types lack the classes for JavaScript. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  export interface HeifImage {
    readonly handle: unknown;
    /** Width and height as shown: after rotation, mirroring and cropping. */
    get_width(): number;
    get_height(): number;
    free(): void;
  }
  /** `channels` are views of the library's own memory. */
  export interface HeifPixels {
    readonly image: unknown;
    readonly channels: readonly {
      readonly width: number;
      readonly height: number;
      readonly stride: number;
      readonly data: Uint8Array;
    }[];
  }
  export interface Libheif {
    HeifDecoder: new () => {
      /** The file's main pictures, without tiles, thumbnails and depth maps. Empty on an error. */
      decode(bytes: Uint8Array): HeifImage[];
    };
    readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: unknown };
    /** The picture as shown. An object without `channels` if it cannot be decoded. */
    heif_js_decode_image2(
      handle: unknown,
      colorspace: unknown,
      chroma: unknown,
    ): Promise<HeifPixels | { code: unknown }>;
    heif_image_release(image: unknown): void;
  }
  export default function libheif(): Libheif;
}
