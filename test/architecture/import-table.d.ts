export interface Area {
  readonly name: string;
  readonly files: RegExp;
  readonly may: readonly string[] | null;
  readonly packagesOnly?: readonly string[];
  readonly never?: readonly string[];
}
export const areas: readonly Area[];
export function areaOf(path: string): Area | undefined;
export function importRefusal(from: string, to: string, isPackage: boolean): string | null;
