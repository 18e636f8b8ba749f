/** What a page that keeps itself true is told. The times are of an open page; another mark with the same version is another time. */
export type Status = {
  version: string;
  mark: string;
  secondsLeft?: number;
  extensionSeconds?: number;
  /** Presses of "more time" so far. */
  extensions?: number;
  /** Whether a person opened the link, on any device. */
  isOpened?: boolean;
  /** Screens that another one has taken over from. */
  joined?: string[];
};

export type Watch = {
  /** Asks for the status at once; the server does not wait for news. */
  ask: () => void;
  /** Draws the page anew, as another one or (`isOther` false) the same, unless the browser is about to leave it. */
  reload: (isOther?: boolean) => unknown;
  /** Called with every answer that leaves the page as it is. */
  listeners: ((status: Status) => unknown)[];
};

/** However fast the server answers, and however it fails. The server itself holds an answer for about 25 s. */
const leastMs = 1_000;
const mostMs = 30_000;
const deadMs = 40_000;
/** Before a page that came back as it was is drawn anew once more. */
const sameAgainMs = 5_000;

/**
 * Asks the server of `body[data-status]` whether the page is still true, as long as it is looked at, and draws it anew
 * when it is not; not while `isBusy`, for then the browser is about to leave.
 */
export function watchStatus(isBusy: () => boolean): Watch {
  const { status: url, version = '', mark = '' } = document.body.dataset;
  const earlier = versionsShown(new URL(location.href));
  const watch: Watch = {
    listeners: [],
    ask: () => undefined,
    reload: (isOther = true) => isBusy() || drawAnew(isOther ? [...earlier.filter((one) => one !== version), version] : earlier),
  };
  if (!url || !version) return watch;
  let seen = mark;
  let failures = 0;
  // Drawn anew, and yet what it was before: page and status disagree, and must not chase each other.
  let isSameAgain = earlier.at(-1) === version;
  let timer = 0;
  let asking: AbortController | undefined;
  const isAwake = () => document.visibilityState === 'visible' && navigator.onLine;
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = undefined;
  };
  const ask = async (query: string) => {
    stop();
    if (!isAwake()) return;
    const mine = new AbortController();
    asking = mine;
    const askedMs = performance.now();
    timer = window.setTimeout(() => mine.abort(), deadMs);
    const status = await statusFrom(url + query, mine.signal);
    // Stopped, or asked anew meanwhile.
    if (asking !== mine) return;
    stop();
    failures = status ? 0 : failures + 1;
    const isOver = status !== undefined && status.version !== version && !isBusy();
    if (isOver && !isSameAgain) return void watch.reload();
    const pauseMs = status ? askedMs + (isOver ? sameAgainMs : leastMs) - performance.now() : backOffMs(failures);
    isSameAgain &&= !isOver;
    timer = window.setTimeout(() => ask(`?seen=${encodeURIComponent(seen)}`), Math.max(0, pauseMs));
    if (status?.version !== version) return;
    seen = status.mark;
    for (const listen of watch.listeners) listen(status);
  };
  watch.ask = () => void ask('');
  const wake = () => (isAwake() ? watch.ask() : stop());
  document.addEventListener('visibilitychange', wake);
  for (const change of ['online', 'offline']) addEventListener(change, wake);
  void ask(`?seen=${encodeURIComponent(mark)}`);
  return watch;
}

/** Undefined when it cannot be told: no connection, a failing server, a stranger's answer. */
async function statusFrom(url: string, signal: AbortSignal): Promise<Status | undefined> {
  try {
    const answer = await fetch(url, { signal, cache: 'no-store' });
    const status = (await answer.json()) as Partial<Status>;
    return answer.ok && status.version && status.mark ? { ...status, version: status.version, mark: status.mark } : undefined;
  } catch {
    return undefined;
  }
}

/** Doubles with every failure, and differs by page, so that not all come back at once. */
const backOffMs = (failures: number): number => Math.min(mostMs, leastMs * 2 ** (failures - 1)) * (0.75 + Math.random() / 4);

/** Enough to know the open order behind a payment that is being checked. */
const mostVersions = 3;

/** What this browser showed of this page before it drew it anew, the last at the end. */
const versionsShown = (url: URL): string[] => url.searchParams.getAll('seen');

/** The page itself, told what this browser showed before; what the last press was answered with is over. */
function drawAnew(shown: string[]): void {
  const url = new URL(location.href);
  url.hash = '';
  for (const name of ['seen', 'notice']) url.searchParams.delete(name);
  for (const version of shown.slice(-mostVersions)) url.searchParams.append('seen', version);
  // Another screen may have taken over from this one by its name.
  const screen = document.querySelector<HTMLElement>('[data-screen]')?.dataset.screen;
  if (screen) url.searchParams.set('screen', screen);
  location.replace(url);
}

/** What this page has told is taken from its address: loaded again it would tell it again, true or not. Another language keeps it. */
export function forgetNews(): void {
  const url = new URL(location.href);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    for (const version of versionsShown(url)) link.search += `&seen=${encodeURIComponent(version)}`;
  }
  for (const name of ['seen', 'notice']) url.searchParams.delete(name);
  if (url.href !== location.href) history.replaceState(null, '', url);
}
