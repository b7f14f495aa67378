/** Where a tab keeps the secret: a reload keeps it, and pages of other ports cannot read it. */
const kept = 'chartdrop-session';
/** Milliseconds for an open window of this browser to answer a new tab. */
const patienceMs = 400;

/**
 * The secret of this window's session, which every socket needs: from the token in the address, from this tab before a
 * reload, or from another open window of the same browser. null: this tab has no session.
 */
export async function enterSession(): Promise<string | null> {
  const secret = (await redeem()) ?? sessionStorage.getItem(kept) ?? (await askOtherWindows());
  if (secret === null) return null;
  sessionStorage.setItem(kept, secret);
  answerOtherWindows(secret);
  return secret;
}

/** Whether the core knows the session. Forgets it if not, since the program was restarted. */
export async function isSessionKnown(secret: string): Promise<boolean> {
  const answer = await fetch('session', { headers: { 'x-chartdrop-secret': secret } }).catch(() => null);
  if (answer?.status !== 401) return true;
  sessionStorage.removeItem(kept);
  return false;
}

async function redeem(): Promise<string | null> {
  const token = location.hash.slice(1);
  if (token === '') return null;
  // Removes the token from the address bar and the history.
  history.replaceState(null, '', location.pathname);
  const answer = await fetch('session', { method: 'POST', body: token }).catch(() => null);
  return answer?.ok === true ? ((await answer.json()) as { secret: string }).secret : null;
}

const channel = (): BroadcastChannel => new BroadcastChannel(kept);

/** A channel connects only windows of the same origin, which includes the port. */
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
