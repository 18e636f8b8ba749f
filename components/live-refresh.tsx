'use client';

import { useEffect } from 'react';

type LiveRefreshProps = {
  seconds: number;
  /** Asked first, so that the page is drawn anew only when its state is another; without it the page is just reloaded. */
  watched: { url: string; state: string } | undefined;
};

/** Keeps a waiting page true while it is looked at. Without script the page's own `refresh` does it. */
export function LiveRefresh({ seconds, watched }: LiveRefreshProps) {
  const url = watched?.url;
  const state = watched?.state;
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.visibilityState !== 'visible') return;
      if (url === undefined || (await isAnother(url, state))) location.reload();
    }, seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds, url, state]);
  return null;
}

/** Offline or a failing server is no news: the page stays as it is and asks again. */
async function isAnother(url: string, state: string | undefined): Promise<boolean> {
  try {
    const answer = await fetch(url);
    const told = (await answer.json()) as { state?: string };
    return answer.ok && told.state !== state;
  } catch {
    return false;
  }
}
