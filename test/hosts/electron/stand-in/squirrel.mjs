import { EventEmitter } from 'node:events';

/**
 * Electron's `autoUpdater` on macOS. Downloads when asked, and installs a downloaded update at the next end of the
 * program; this cannot be cancelled.
 */
export class Squirrel extends EventEmitter {
  feed = null;
  isStaged = false;
  refusal = null;
  startsAgain = false;
  /** Set by the test: Electron's quit, and the result of an installation. */
  quit = () => undefined;
  onInstall = () => undefined;

  /** As in a newly started program. */
  begin({ quit, onInstall }) {
    this.removeAllListeners();
    Object.assign(this, { feed: null, isStaged: false, refusal: null, startsAgain: false, quit, onInstall });
  }

  setFeedURL = (feed) => {
    this.feed = feed;
  };

  checkForUpdates = () => {
    if (this.feed === null) throw new Error('Update URL is not set');
    this.emit('checking-for-update');
    this.fetch(this.feed).then(
      () => {
        this.isStaged = true;
        this.emit('update-downloaded', {}, '', '', new Date(), this.feed.url);
      },
      (error) => this.emit('error', error),
    );
  };

  async fetch({ url, headers }) {
    const answer = await fetch(url, { headers });
    if (answer.status !== 200) throw new Error(`The update server answered ${answer.status}`);
    this.emit('update-available');
    const zip = Buffer.from(await (await fetch((await answer.json()).url, { headers })).arrayBuffer());
    if (zip.subarray(0, 2).toString() !== 'PK') throw new Error('ditto: Couldn’t read PKZip signature');
    if (this.refusal !== null) throw new Error(this.refusal);
  }

  /** Rejects the download: another signature or a damaged archive. */
  refuse(reason) {
    this.refusal = reason;
  }

  quitAndInstall = () => {
    if (!this.isStaged) {
      this.emit('error', new Error("No update available, can't quit and install"));
      return;
    }
    this.startsAgain = true;
    this.emit('before-quit-for-update');
    this.quit();
  };

  /** The program has ended: Squirrel installs its update. */
  ended() {
    if (this.isStaged) this.onInstall({ startsAgain: this.startsAgain });
    this.isStaged = false;
  }
}
