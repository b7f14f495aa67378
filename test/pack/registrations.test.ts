import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { XMLParser } from 'fast-xml-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { z } from 'zod';
import { withLinks } from '../../build/msi-links.ts';
import {
  defaultAssociations,
  registrationLines,
  registrationsOf,
  type Registrations,
  withoutSandbox,
} from './registrations.ts';

let made: Promise<Registrations> | null = null;
const registrations = (): Promise<Registrations> => (made ??= registrationsOf());
const extensions = ['pdf', 'jpg', 'png', 'tif', 'heic', 'dcm'];

describe('the packages for Windows', () => {
  it('make Chartdrop the default program of nothing', async () => {
    expect(defaultAssociations(await registrations())).toEqual([]);
  });

  it('would be refused with a file association for all systems', async () => {
    const wrong = await registrationsOf({ fileAssociations: [{ ext: 'pdf', name: 'PDF document' }] });
    expect(defaultAssociations(wrong)).toEqual(['nsis', 'msi']);
  });

  it('offer it under “Open with”, and take links, until it is uninstalled', async () => {
    const { installer } = (await registrations()).nsis;
    const [, added = ''] = /!macro customInstall\n(.*?)!macroend/s.exec(installer) ?? [];
    const [, removed = ''] = /!macro customUnInstall\n(.*?)!macroend/s.exec(installer) ?? [];
    expect(installer).toContain('OpenWithProgids');
    expect(added).toContain('"URL Protocol"');
    for (const one of [
      'offerNoMoreFor',
      '${OPEN_WITH}',
      '${LINKS}',
      'CurrentVersion\\Run',
      'StartupApproved',
    ]) {
      expect(removed, one).toContain(one);
    }
    // A default is an unnamed value directly below the extension.
    expect(installer).not.toMatch(/WriteRegStr \S+ "Software\\Classes\\\.[^"\\]*" ""/);
    // An update removes the previous version.
    expect(removed).toContain('${ifNot} ${isUpdated}');
    expect(removed).not.toMatch(/RMDir|APPDATA|Local/i);
    for (const extension of extensions) expect(installer).toContain(`!insertmacro \${DO} ${extension}\n`);
  });
});

describe('the MSI', () => {
  const part = z.record(z.string(), z.unknown());
  it('takes links for all users by its own component, which an uninstall removes', async () => {
    const { msi } = await registrations();
    expect(SyntaxValidator.validate(msi)).toBe(true);
    const [component = ''] =
      /<Component>(?:(?!<\/Component>).)*mainExecutable.*?<\/Component>/s.exec(msi) ?? [];
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' });
    const { Component } = part.parse(parser.parse(component));
    const { RegistryKey, File } = part.parse(Component);
    expect(File).toMatchObject({ Name: 'Chartdrop.exe', Id: 'mainExecutable', KeyPath: 'yes' });
    expect(RegistryKey).toMatchObject({
      Root: 'HKMU',
      Key: 'Software\\Classes\\chartdrop',
      ForceDeleteOnUninstall: 'yes',
      RegistryValue: [
        { Type: 'string', Value: 'URL:Chartdrop' },
        { Name: 'URL Protocol', Type: 'string', Value: '' },
        { Key: 'shell\\open\\command', Value: '"[#mainExecutable]" "%1"' },
      ],
    });
    // It offers no files.
    expect(msi).not.toMatch(/<ProgId|<Extension |OpenWithProgids/);
  });

  it('is reported to take links and no files, like the NSIS installer', async () => {
    const lines = registrationLines(await registrations());
    for (const name of ['nsis', 'msi'])
      expect(lines.find((line) => line.startsWith(name))).toMatch(
        /default for: nothing; links: chartdrop:\/\//,
      );
  });

  it('is not made without the component that the links belong to', () => {
    expect(() => withLinks('<Wix></Wix>')).toThrow('no component of the program');
  });
});

describe('the packages for Linux', () => {
  it('give the deb its required control file', async () => {
    const { deb } = await registrations();
    const after = (name: string): string | undefined => deb[deb.indexOf(name) + 1];
    expect(after('--name')).toBe('chartdrop');
    expect(after('--url')).toBe('https://chartdrop.example');
    expect(after('--maintainer')).toBe('Chartdrop contributors');
    expect(after('--description')).toContain('Gets scans into the patient’s chart');
    expect(deb.some((one) => one.endsWith('=/usr/share/applications/chartdrop.desktop'))).toBe(true);
  });

  it('would be reported if their desktop entries started them without Chromium’s sandbox', async () => {
    expect(withoutSandbox(await registrations())).toEqual([]);
    const old = await registrationsOf({ appImage: { executableArgs: ['--no-sandbox'] } });
    expect(withoutSandbox(old)).toEqual(['appImage']);
  });

  it('leave the types and icons of the system as they are', async () => {
    const { deb } = await registrations();
    expect(deb.filter((one) => one.includes('/usr/share/mime/'))).toEqual([]);
  });

  it('are started with Chromium’s sandbox, and offered for files and links', async () => {
    const { desktop } = await registrations();
    for (const entry of Object.values(desktop)) {
      expect(entry).not.toContain('--no-sandbox');
      expect(entry).toMatch(/^StartupWMClass=chartdrop$/m);
      expect(entry).toMatch(/^MimeType=.*application\/pdf;.*x-scheme-handler\/chartdrop;$/m);
    }
  });
});

it('the packages for macOS include the zip for updates, and offer it as an alternate only', async () => {
  const { mac } = await registrations();
  expect(mac.targets).toEqual(['dmg', 'zip']);
  expect(mac.resetsSignature).toBe(true);
  expect(mac.associations).toEqual(extensions.map((extension) => `${extension} Alternate`));
});

it('package.json names the program as its packages do', () => {
  const manifest = z
    .object({ productName: z.string(), desktopName: z.string(), homepage: z.url() })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  expect(manifest).toMatchObject({ productName: 'Chartdrop', desktopName: 'chartdrop.desktop' });
});
