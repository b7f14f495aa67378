import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/** The required state of the packed program's fuses: unneeded features are switched off in the binary. */
export const expectedFuses = {
  RunAsNode: 'off',
  EnableCookieEncryption: 'on',
  EnableNodeOptionsEnvironmentVariable: 'off',
  EnableNodeCliInspectArguments: 'off',
  EnableEmbeddedAsarIntegrityValidation: 'on',
  OnlyLoadAppFromAsar: 'on',
  GrantFileProtocolExtraPrivileges: 'off',
} as const satisfies Partial<Record<keyof typeof FuseV1Options, 'on' | 'off'>>;

export type FuseName = keyof typeof expectedFuses;
export const fuseNames = Object.keys(expectedFuses) as FuseName[];

/** The bytes `1` and `0`; any other means that this Electron lacks the fuse. */
const words = new Map<number, 'on' | 'off'>([
  [0x31, 'on'],
  [0x30, 'off'],
]);

type FuseWord = 'on' | 'off' | 'missing';

/** The fuses of a binary; `missing` for one that it lacks. */
export async function readFuses(binary: string): Promise<Record<FuseName, FuseWord>> {
  const wire = await getCurrentFuseWire(binary);
  const word = (name: FuseName): FuseWord => {
    return words.get(Number(wire[FuseV1Options[name]])) ?? 'missing';
  };
  return Object.fromEntries(fuseNames.map((name) => [name, word(name)])) as Record<FuseName, FuseWord>;
}

/** The packed program: `CHARTDROP_PACKED`, or electron-builder's output in `release/`. */
export function findPacked(env: Readonly<Record<string, string | undefined>> = process.env): string | null {
  const places = [
    ...(env['CHARTDROP_PACKED'] === undefined ? [] : [env['CHARTDROP_PACKED']]),
    join('release', 'linux-unpacked', 'chartdrop'),
    join('release', 'win-unpacked', 'Chartdrop.exe'),
    join('release', 'mac', 'Chartdrop.app'),
    join('release', 'mac-arm64', 'Chartdrop.app'),
  ];
  return places.find((place) => existsSync(place)) ?? null;
}
