import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Imported first, since its modules import each other in a circle.
import { Arch, build, type Configuration, Packager, Platform, type Target } from 'electron-builder';
import { NsisTarget } from 'app-builder-lib/out/targets/nsis/NsisTarget.js';
import type MsiModule from 'app-builder-lib/out/targets/MsiTarget.js';
import { WinPackager } from 'app-builder-lib/out/winPackager.js';
import { getEffectiveOptions } from 'app-builder-lib/out/options/CommonWindowsInstallerConfiguration.js';
import { z } from 'zod';

type MsiTarget = MsiModule.default;
/** Declared without its types. */
type FinalScript = (
  this: NsisTarget,
  original: string,
  isInstaller: boolean,
  archs: Map<Arch, string>,
) => Promise<string>;

/** The registrations of each package, from the sources that electron-builder generates. */
export interface Registrations {
  readonly nsis: { readonly installer: string; readonly uninstaller: string };
  readonly msi: string;
  /** fpm's arguments for the deb. */
  readonly deb: readonly string[];
  /** The desktop entries. */
  readonly desktop: { readonly deb: string; readonly appImage: string };
  readonly mac: {
    readonly targets: readonly string[];
    readonly associations: readonly string[];
    /** Whether an unsigned arm64 build with changed fuses is signed again, without which macOS refuses to start it. */
    readonly resetsSignature: boolean;
  };
}

/** Linux packages whose desktop entries disable Chromium's sandbox. */
export const withoutSandbox = ({ desktop }: Pick<Registrations, 'desktop'>): string[] =>
  Object.entries(desktop).flatMap(([target, entry]) => (/no-sandbox/.test(entry) ? [target] : []));

/** Generates the registrations without a network and without packaging tools. `change`: modifies the configuration. */
export async function registrationsOf(change: Configuration = {}): Promise<Registrations> {
  const output = await mkdtemp(join(tmpdir(), 'chartdrop-registrations-'));
  const config = (): Configuration => ({
    extends: 'electron-builder.yml',
    ...change,
    directories: { output, buildResources: 'build' },
  });
  try {
    return {
      ...(await windows(config(), output)),
      ...(await linux(config(), output)),
      mac: await mac(config()),
    };
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

/** electron-builder's own targets, with a packager that packs nothing. */
async function windows(config: Configuration, output: string): Promise<Pick<Registrations, 'nsis' | 'msi'>> {
  // The minimum that an MSI needs.
  const program = join(output, 'program');
  await mkdir(program);
  await writeFile(join(program, 'Chartdrop.exe'), '');
  const found: Pick<Registrations, 'nsis' | 'msi'>[] = [];
  class Generating extends WinPackager {
    override async pack(_outDir: string, _arch: Arch, targets: Target[]): Promise<void> {
      const nsis = targets.find((one) => one instanceof NsisTarget);
      const msi = targets.find((one): one is MsiTarget => one.name === 'msi');
      if (nsis === undefined || msi === undefined) throw new Error('Windows has no NSIS or no MSI');
      // The real one downloads and runs NSIS.
      nsis.finishBuild = () => Promise.resolve();
      const finalScript = nsis['computeFinalScript'] as FinalScript;
      const include = await readFile('build/installer.nsh', 'utf8');
      const script = async (isInstaller: boolean): Promise<string> =>
        `${include}\n${await finalScript.call(nsis, '', isInstaller, new Map())}`;
      const options = getEffectiveOptions(msi.options, this);
      // The configuration's hook, as electron-builder calls it before compiling the source.
      const project = join(output, 'project.wxs');
      await writeFile(project, await msi['writeManifest'](program, Arch.x64, options));
      await this.info.emitMsiProjectCreated(project);
      found.push({
        nsis: { installer: await script(true), uninstaller: await script(false) },
        msi: await readFile(project, 'utf8'),
      });
    }
  }
  await build({
    targets: Platform.WINDOWS.createTarget(['nsis', 'msi'], Arch.x64),
    config,
    publish: 'never',
    platformPackagerFactory: (info) => new Generating(info),
  });
  const [made] = found;
  if (made === undefined) throw new Error('nothing was generated for Windows');
  return made;
}

async function linux(config: Configuration, output: string): Promise<Pick<Registrations, 'deb' | 'desktop'>> {
  const debSchema = z.tuple([z.array(z.string()), z.string()]);
  let deb: string[] = [];
  const desktop = { deb: '', appImage: '' };
  await build({
    targets: Platform.LINUX.createTarget(['deb', 'AppImage'], Arch.x64),
    config,
    publish: 'never',
    // An empty folder replaces the packed program, since only registrations matter here.
    prepackaged: output,
    effectiveOptionComputed: async (computed: unknown) => {
      const [args, file] = debSchema.safeParse(computed).data ?? [null, ''];
      if (args !== null) {
        deb = args;
        desktop.deb = await readFile(file, 'utf8');
      } else desktop.appImage = z.object({ desktop: z.string() }).parse(computed).desktop;
      return true;
    },
  });
  return { deb, desktop };
}

/** From the file itself: a macOS package can only be made on macOS. */
async function mac(config: Configuration): Promise<Registrations['mac']> {
  const packager = new Packager({ targets: Platform.MAC.createTarget(), config });
  await packager.validateConfig();
  const { mac: own, fileAssociations } = packager.config;
  const associations = [fileAssociations ?? [], own?.fileAssociations ?? []].flat();
  return {
    targets: [own?.target ?? []]
      .flat()
      .map((target) => (typeof target === 'string' ? target : target.target)),
    resetsSignature: packager.config.electronFuses?.resetAdHocDarwinSignature === true,
    associations: associations.map(({ ext, rank }) => `${[ext].flat().join(' ')} ${rank ?? 'Default'}`),
  };
}

/** The packages that would make Chartdrop the default program for a file type. */
export function defaultAssociations({ nsis, msi }: Registrations): string[] {
  const isNsis = /APP_ASSOCIATE|APP_UNASSOCIATE/.test(nsis.installer + nsis.uninstaller);
  return [...(isNsis ? ['nsis'] : []), ...(/<ProgId|<Extension /.test(msi) ? ['msi'] : [])];
}

/** Each package's registrations, one line each. */
export function registrationLines(found: Registrations): string[] {
  const { nsis, msi, deb, desktop, mac } = found;
  const offered = [...nsis.installer.matchAll(/!insertmacro \$\{DO\} (\w+)$/gm)].map(([, one = '']) => one);
  const mime = (entry: string): string =>
    /^MimeType=(.*);$/m.exec(entry)?.[1]?.replaceAll(';', ' ') ?? 'none';
  const isDefault = defaultAssociations(found);
  const registers = (name: 'nsis' | 'msi', source: string): string => {
    const links = /classes\\chartdrop/i.test(source) ? 'chartdrop://' : 'NONE';
    return `default for: ${isDefault.includes(name) ? 'FILES' : 'nothing'}; links: ${links}`;
  };
  return [
    `nsis      ${registers('nsis', nsis.installer)}; "Open with": ${offered.join(' ')}`,
    `msi       ${registers('msi', msi)}`,
    `deb       ${mime(desktop.deb)}; homepage ${deb[deb.indexOf('--url') + 1] ?? 'none'}`,
    `AppImage  ${mime(desktop.appImage)}`,
    `mac       ${mac.targets.join(' and ')}; ${mac.associations.join(', ')}`,
  ];
}
