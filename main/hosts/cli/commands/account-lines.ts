import type { FolderAccount } from '../../../../preload/contract/folder-account.ts';
import { commandLine } from '../../../../preload/words/en/command-line.ts';
import { words } from '../../../../preload/words/current.ts';
import { blockedText, leftOutText, stuckText } from '../../../../preload/words/text.ts';

/** True if a file of the folder waits for a person, or the folder itself cannot be read. */
export const needsHelp = ({ stuckCount, blocked }: FolderAccount): boolean =>
  stuckCount > 0 || blocked !== null;

const momentText = (at: number): string => new Date(at).toISOString();

/** What keeps entries of the folder at `path` from being filed, one line each. */
export function stuckLines(path: string, { stuck, stuckCount, blocked }: FolderAccount): string[] {
  const more = stuckCount - stuck.length;
  return [
    ...(blocked === null ? [] : [blockedText(path, blocked.code, momentText(blocked.since))]),
    ...stuck.map((entry) => stuckText(entry, momentText(entry.since))),
    ...(more > 0 ? [words().account.more(more)] : []),
  ];
}

/** The account of the folder at `path`, which was written at `at`; no lines for a folder without anything to tell. */
export function accountLines(path: string, at: number, account: FolderAccount): string[] {
  const { unfinished, leftAlone, refused } = account;
  const leftOut = leftOutText(refused);
  const lines = [
    ...stuckLines(path, account),
    ...(unfinished > 0 ? [commandLine.status.unfinished(unfinished)] : []),
    ...(leftAlone > 0 ? [commandLine.status.leftAlone(leftAlone)] : []),
    ...(leftOut === null ? [] : [leftOut]),
  ];
  if (lines.length === 0) return [];
  return [commandLine.status.folder(path, momentText(at)), ...lines.map((line) => `  ${line}`)];
}
