import type { FolderAccount } from '../../preload/contract/folder-account.ts';

/** Whether no file of the folder is being written, checked or waited for. */
export const isAtRest = ({ unfinished, stuck }: FolderAccount): boolean =>
  unfinished === 0 && stuck.every(({ kind, code }) => kind !== 'file' || code === 'file-name-unknown');
