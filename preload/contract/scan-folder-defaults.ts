// Without zod, to keep the window small.
export type { Route, ScanFolder } from './scan-folder.ts';

export const defaultTypes = [
  'pdf',
  'jpg',
  'jpeg',
  'jfif',
  'png',
  'tif',
  'tiff',
  'heic',
  'heif',
  'gif',
  'bmp',
  'webp',
  'dcm',
  'zip',
  'doc',
  'docx',
  'rtf',
  'txt',
] as const;

/** Files that systems keep in folders: never a scan. Folded to lower case. */
export const systemNames = ['thumbs.db', 'desktop.ini', 'ehthumbs.db'] as const;

/** Names of files that scanners, editors, sync clients and systems create beside the scans. Globs, ignoring case. */
export const defaultIgnores = [
  '.*',
  '~$*',
  '~*.tmp',
  '*.tmp',
  '*.temp',
  '*.part',
  '*.partial',
  '*.crdownload',
  '*.download',
  '*.filepart',
  ...systemNames,
] as const;
