import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Reads who may change a file or folder on Windows from its security descriptor in SDDL, whose form does not depend on
 * Windows' language (`icacls` prints translated account names). Grammar and aliases: "Security Descriptor Definition
 * Language" in Microsoft's Win32 documentation.
 */

/** The system, its administrators and its installer, which may change everything anyway. */
const trusted = new Set(
  [
    ['SY', 'S-1-5-18'],
    ['BA', 'S-1-5-32-544'],
    // OWNER RIGHTS: the owner is checked separately.
    ['OW', 'S-1-3-4'],
    // A domain's administrators.
    ['DA', 'EA', 'LA'],
    // TrustedInstaller.
    ['S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'],
  ].flat(),
);
/** Accounts of a PC or domain: Administrator (500), Domain and Enterprise Admins (512, 519). */
const administratorOfDomain = /^S-1-5-21-\d+-\d+-\d+-(?:500|512|519)$/;
const isTrusted = (sid: string): boolean => trusted.has(sid) || administratorOfDomain.test(sid);

/** Bits of an access mask (winnt.h). The same bit means different rights for a file and a folder. */
const right = {
  writeData: 0x2,
  appendData: 0x4,
  writeExtended: 0x10,
  deleteChild: 0x40,
  writeAttributes: 0x100,
  delete: 0x10000,
  writeDac: 0x40000,
  writeOwner: 0x80000,
  maximum: 0x2000000,
  genericAll: 0x10000000,
  genericWrite: 0x40000000,
};
const always =
  right.delete + right.writeDac + right.writeOwner + right.maximum + right.genericAll + right.genericWrite;
const changing = {
  // Includes attributes, which can turn a file into a link.
  file: always + right.writeData + right.appendData + right.writeExtended + right.writeAttributes,
  // Every user may create files in Windows' ProgramData. That cannot replace an existing file; deleting could.
  folder: always + right.deleteChild,
};

/** Rights by their two letters, as bits. */
const masks: Readonly<Record<string, number>> = {
  ...{ GA: 0x10000000, GX: 0x20000000, GW: 0x40000000, GR: 0x80000000 },
  ...{ RC: 0x20000, SD: 0x10000, WD: 0x40000, WO: 0x80000 },
  ...{ FA: 0x1f01ff, FR: 0x120089, FW: 0x120116, FX: 0x1200a0 },
  ...{ KA: 0xf003f, KR: 0x20019, KW: 0x20006, KX: 0x20019 },
  ...{ CC: 0x1, DC: 0x2, LC: 0x4, SW: 0x8, RP: 0x10, WP: 0x20, DT: 0x40, LO: 0x80, CR: 0x100 },
};

/** The access mask of an entry as a `bigint` (32 bits, unsigned), or null for an unknown right. */
function maskOf(rights: string): bigint | null {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(rights)) return BigInt(rights);
  const names = rights.match(/../g) ?? [];
  if (rights.length % 2 === 1 || names.some((name) => masks[name] === undefined)) return null;
  return names.reduce((mask, name) => mask | BigInt(masks[name] ?? 0), 0n);
}

const descriptor =
  /^O:(S-1-[\d-]+|[A-Z]{2})(?:G:(?:S-1-[\d-]+|[A-Z]{2}))?D:([A-Z]*)((?:\([^()]*\))*)(?:S:.*)?$/s;

/**
 * Whether only administrators could have written the file, by its descriptor. Anything unknown counts as no: a null
 * list, a conditional entry, an unnamed right.
 */
export function isAdministratorsOwn(sddl: string, kind: 'file' | 'folder'): boolean {
  const found = descriptor.exec(sddl.trim());
  if (found === null) return false;
  const [, owner = '', flags = '', entries = ''] = found;
  // `NO_ACCESS_CONTROL`, with underscores that the pattern does not match, means no list: every user may do anything.
  if (!isTrusted(owner) || !/^(?:P|AR|AI)*$/.test(flags)) return false;
  return [...entries.matchAll(/\(([^()]*)\)/g)].every(([, entry = '']) => isHarmless(entry, kind));
}

function isHarmless(entry: string, kind: 'file' | 'folder'): boolean {
  const [type = '', flags = '', rights = '', , , sid = ''] = entry.split(';');
  // Deny entries do not matter here, and inherit-only entries do not apply to this file.
  if (type === 'D' || /^(?:..)*IO/.test(flags)) return true;
  if (type !== 'A') return false;
  const mask = maskOf(rights);
  if (mask === null) return false;
  return isTrusted(sid) || (mask & BigInt(changing[kind])) === 0n;
}

/** The descriptors of these paths in order, or null if Windows does not return all of them. */
export type ReadDescriptors = (paths: readonly string[]) => string[] | null;

/**
 * Asks Windows once by PowerShell: `icacls` does not show the owner, and Node has no function for it. Passes the paths
 * by the environment, so that none is part of a command, and no `PSModulePath`: that of a newer PowerShell breaks this
 * one.
 */
export const readDescriptors: ReadDescriptors = (paths) => {
  const windows = process.env['SystemRoot'] ?? 'C:\\Windows';
  const shell = join(windows, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  const ask =
    '$ErrorActionPreference = 1; $env:CHARTDROP_ASKED -split "`n" | % { (Get-Acl -LiteralPath $_).Sddl }';
  const { status, stdout } = spawnSync(shell, ['-NoProfile', '-NonInteractive', '-Command', ask], {
    env: { SystemRoot: windows, CHARTDROP_ASKED: paths.join('\n') },
    encoding: 'utf8',
    timeout: 15_000,
    windowsHide: true,
  });
  const lines = status === 0 ? stdout.split(/\r?\n/).filter((line) => line !== '') : [];
  return lines.length === paths.length ? lines : null;
};
