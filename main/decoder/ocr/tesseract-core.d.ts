/** The used part of Tesseract's JavaScript API, in the build without its older engine. The package has no types. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export interface Tesseract {
    /** Files in the library's own memory. */
    readonly FS: { writeFile(path: string, data: Uint8Array): void };
    readonly TessBaseAPI: new () => {
      /** `languages`: `eng+deu`. 0: it worked. */
      Init(folder: string, languages: string, engine: 1): number;
      /** False if this build has no such variable. */
      SetVariable(name: string, value: string): boolean;
      /** Reads the picture `/input`. 0: it worked. */
      SetImageFile(): number;
      SetPageSegMode(mode: number): void;
      SetSourceResolution(dpi: number): void;
      /** 0: it worked. */
      Recognize(monitor: null): number;
      /** Rows of what was found, as `tesseract … tsv` writes them. */
      GetTSVText(page: number): string;
    };
  }
  export default function tesseract(given: {
    instantiateWasm(
      imports: WebAssembly.Imports,
      onReady: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
    print(text: string): void;
    printErr(text: string): void;
  }): Promise<Tesseract>;
}
