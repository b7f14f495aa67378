// Without schemas, so that the window can use them and stay small.
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

/** Names that scanners, editors, sync clients and systems leave beside the real files. Globs, case ignored. */
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
