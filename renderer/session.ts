/** Where a tab keeps what only this window's tabs know: a reload keeps it, a page of another port never sees it. */
const kept = 'chartdrop-session';
/** Milliseconds in which an open window of this browser answers a new tab. */
const patienceMs = 400;

/**
 * The secret of this window's session, which every socket must show: for the token in the address, from this tab before its
 * reload, or from another open window of the same browser. Null: nobody let this tab in.
 */
export async function enterSession(): Promise<string | null> {
  const secret = (await redeem()) ?? sessionStorage.getItem(kept) ?? (await askOtherWindows());
  if (secret === null) return null;
  sessionStorage.setItem(kept, secret);
  answerOtherWindows(secret);
  return secret;
}

/** Whether the core still knows the session; forgets it where it does not, since the program was started anew. */
export async function isSessionKnown(secret: string): Promise<boolean> {
  const answer = await fetch('session', { headers: { 'x-chartdrop-secret': secret } }).catch(() => null);
  if (answer?.status !== 401) return true;
  sessionStorage.removeItem(kept);
  return false;
}

async function redeem(): Promise<string | null> {
  const token = location.hash.slice(1);
  if (token === '') return null;
  // Away with the token: it must not stay in the address bar or the history.
  history.replaceState(null, '', location.pathname);
  const answer = await fetch('session', { method: 'POST', body: token }).catch(() => null);
  return answer?.ok === true ? ((await answer.json()) as { secret: string }).secret : null;
}

const channel = (): BroadcastChannel => new BroadcastChannel(kept);

/** A channel joins windows of one origin alone: this host, and this port. */
function askOtherWindows(): Promise<string | null> {
  const asking = channel();
  return new Promise<string | null>((resolve) => {
    setTimeout(() => resolve(null), patienceMs);
    asking.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') resolve(data);
    };
    asking.postMessage(null);
  }).finally(() => asking.close());
}

function answerOtherWindows(secret: string): void {
  const answering = channel();
  answering.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === null) answering.postMessage(secret);
  };
}
