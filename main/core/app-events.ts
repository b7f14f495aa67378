import type { JobId } from '../../preload/contract/ids.ts';
import type { UploadJob } from '../jobs/job.ts';
import type { ScanFolder } from '../../preload/contract/scan-folder.ts';
import type { StuckNews } from '../scans/account/accounts.ts';
import type { ArmedChange } from '../scans/route/active-destination.ts';

/** The core's events, for hosts and windows. */
export interface AppEvents {
  onJobChanged?: (job: UploadJob) => void;
  onProgress?: (id: JobId, sent: number) => void;
  onPauseChanged?: () => void;
  /** Attachments that are to be archived: another one, or one of them ended or failed. */
  onArchivesChanged?: () => void;
  onArmedChanged?: (change: ArmedChange) => void;
  /** A scan folder disappeared, or came back. */
  onFolderChanged?: (folder: ScanFolder) => void;
  /** The account of a scan folder changed. */
  onAccountChanged?: (folder: ScanFolder) => void;
  /** Entries of a scan folder are stuck for a reason that was not told yet. */
  onStuck?: (news: StuckNews) => void;
}
