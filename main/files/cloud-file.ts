import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import { ChartdropError } from '../base/errors.ts';
import { isOnlyInCloud } from '../base/system/cloud-file.ts';
import { driveKind } from './drive-kind.ts';

/**
 * Refuses an open file whose bytes a read would download: a look at a scan folder must not fill the disk and the line.
 * Throws `file-in-cloud`.
 */
export async function refuseCloudFile(
  stats: BigIntStats,
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  if (!isOnlyInCloud(stats, platform)) return;
  // The server of a network drive may count no blocks.
  if ((await driveKind(dirname(path), platform)) !== 'network') throw new ChartdropError('file-in-cloud');
}
