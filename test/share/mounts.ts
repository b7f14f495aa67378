import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a real share: `share` is the server's own path, `pc1`, `pc2` and so on are a mount of it for each PC. '' if none. */
export const shareRoot = process.env['CHARTDROP_SHARE'] ?? '';

/** How a program sees the share: the server's own disk, or a PC's mount. */
export type View = 'share' | `pc${number}`;

/** The mounts of the share: none without a share, two at least with one. */
export const mounts = (): View[] =>
  shareRoot === ''
    ? []
    : Array.from({ length: 20 }, (_, at): View => `pc${at + 1}`).filter((view) =>
        existsSync(join(shareRoot, view)),
      );
