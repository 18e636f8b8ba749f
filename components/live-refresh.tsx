'use client';

import { useEffect } from 'react';

/** A page's address for asking, and the version it shows. */
export type Watched = { url: string; version: string };

type LiveRefreshProps = {
  seconds: number;
  /** Asked first, so that the page is drawn anew only when it is no longer true; without it the page is just reloaded. */
  watched: Watched | undefined;
};

/** Keeps a page true while it is looked at, and as soon as it is looked at again. */
export function LiveRefresh({ seconds, watched }: LiveRefreshProps) {
  const url = watched?.url;
  const version = watched?.version;
  useEffect(() => {
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      if (url === undefined || (await isAnother(url, version))) location.reload();
    };
    const timer = setInterval(ask, seconds * 1000);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [seconds, url, version]);
  return null;
}

/** Offline or a failing server is no news: the page stays as it is and asks again. */
async function isAnother(url: string, version: string | undefined): Promise<boolean> {
  try {
    const answer = await fetch(url);
    const told = (await answer.json()) as { version?: string };
    return answer.ok && told.version !== version;
  } catch {
    return false;
  }
}
