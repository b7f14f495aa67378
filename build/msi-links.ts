import { readFile, writeFile } from 'node:fs/promises';

/** What makes Windows hand `chartdrop://` links to the program; an uninstall takes all of it away again. */
const links = [
  '<RegistryKey Root="HKMU" Key="Software\\Classes\\chartdrop" ForceDeleteOnUninstall="yes">',
  '  <RegistryValue Type="string" Value="URL:Chartdrop"/>',
  '  <RegistryValue Name="URL Protocol" Type="string" Value=""/>',
  '  <RegistryValue Key="shell\\open\\command" Type="string" Value="&quot;[#mainExecutable]&quot; &quot;%1&quot;"/>',
  '</RegistryKey>',
];

/** The component of the program's own file. */
const program = /(<Component[^>]*>\s*<File [^>]*Id="mainExecutable"[^>]*?(?:\/>|>.*?<\/File>))(\s*)/s;

/** The source of an MSI, with the links. Throws where electron-builder writes it in another way. */
export function withLinks(source: string): string {
  const found = program.exec(source);
  if (found === null) throw new Error('The MSI has no component of the program itself.');
  const [all, file = '', space = ''] = found;
  return source.replace(all, () => `${file}${links.map((line) => `${space}  ${line}`).join('')}${space}`);
}

/** electron-builder registers links in its NSIS installer only, and calls this with the path of the MSI's source. */
export default async function addLinks(project: string): Promise<void> {
  await writeFile(project, withLinks(await readFile(project, 'utf8')));
}
