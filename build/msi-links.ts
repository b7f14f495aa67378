import { readFile, writeFile } from 'node:fs/promises';

/** Registers `chartdrop://` links with Windows. Uninstalling removes the entries. */
const links = [
  '<RegistryKey Root="HKMU" Key="Software\\Classes\\chartdrop" ForceDeleteOnUninstall="yes">',
  '  <RegistryValue Type="string" Value="URL:Chartdrop"/>',
  '  <RegistryValue Name="URL Protocol" Type="string" Value=""/>',
  '  <RegistryValue Key="shell\\open\\command" Type="string" Value="&quot;[#mainExecutable]&quot; &quot;%1&quot;"/>',
  '</RegistryKey>',
];

/** The component that holds the program's executable. */
const program = /(<Component[^>]*>\s*<File [^>]*Id="mainExecutable"[^>]*?(?:\/>|>.*?<\/File>))(\s*)/s;

/** Adds the links to the source of an MSI. Throws if electron-builder's format has changed. */
export function withLinks(source: string): string {
  const found = program.exec(source);
  if (found === null) throw new Error('The MSI has no component of the program itself.');
  const [all, file = '', space = ''] = found;
  return source.replace(all, () => `${file}${links.map((line) => `${space}  ${line}`).join('')}${space}`);
}

/**
 * electron-builder registers links only in its NSIS installer. It calls this function with the path of the MSI's
 * source.
 */
export default async function addLinks(project: string): Promise<void> {
  await writeFile(project, withLinks(await readFile(project, 'utf8')));
}
