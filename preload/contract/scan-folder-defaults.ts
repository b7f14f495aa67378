// Without zod, to keep the window small.
export type { Route, ScanFolder } from './scan-folder.ts';

export const defaultTypes = [
  'pdf',
  'jpg',
  'jpeg',
  'png',
  'tif',
  'tiff',
  'heic',
  'gif',
  'bmp',
  'webp',
  'dcm',
  'zip',
  'docx',
  'txt',
] as const;

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
  'thumbs.db',
  'desktop.ini',
  'ehthumbs.db',
] as const;
