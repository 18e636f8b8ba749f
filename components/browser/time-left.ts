import type { Status, Watch } from './watch.ts';

export type TimeLeft = {
  /** A person opened the link: its clock runs from now. */
  start: () => void;
};

/** A clock that differs by less than this from the server's whole seconds is not set anew: it would only jump. */
const toleranceSeconds = 1.5;

/**
 * Lets the clock of `section[data-time]` run, warns, reads out what is left as it passes, and presses "more time"
 * without leaving the page. `nonce` proves a press where the page was drawn before anybody opened it.
 */
export function runTimeLeft(watch: Watch, nonce = ''): TimeLeft | undefined {
  const section = document.querySelector<HTMLElement>('section[data-time]');
  if (!section) return undefined;
  const clock = runClock(section, watch.ask);
  const start = () => {
    if (!('waiting' in section.dataset)) return;
    delete section.dataset.waiting;
    const field = section.querySelector<HTMLInputElement>('[data-extend] [name=nonce]');
    if (field && !field.value) field.value = nonce;
    clock.set(Number(section.dataset.secondsLeft));
  };
  const extended = takePresses(section, watch);
  watch.listeners.push((status) => {
    if (status.isOpened) start();
    // Until somebody opened the link its clock stands.
    if (status.secondsLeft === undefined || 'waiting' in section.dataset) return;
    const added = status.secondsLeft - clock.left();
    if (Math.abs(added) > toleranceSeconds) clock.set(status.secondsLeft);
    extended(status, added > toleranceSeconds);
  });
  if (!('waiting' in section.dataset)) clock.set(Number(section.dataset.secondsLeft));
  return { start };
}

type Clock = { left: () => number; set: (seconds: number) => void };

/** Ticks from the moment it is set; calls `onEnd` at zero. */
function runClock(section: HTMLElement, onEnd: () => void): Clock {
  const face = section.querySelector('[data-clock]');
  const warnAt = Number(section.dataset.warnAt ?? 0);
  let endMs = 0;
  let timer = 0;
  let announce: ((seconds: number) => void) | undefined;
  const left = () => Math.max(0, (endMs - performance.now()) / 1000);
  const draw = () => {
    clearTimeout(timer);
    const seconds = Math.ceil(left());
    if (face) face.textContent = clockText(seconds);
    if (seconds <= warnAt) section.dataset.state = 'warning';
    else delete section.dataset.state;
    if (seconds > 0) timer = window.setTimeout(tick, (endMs - performance.now()) % 1000 || 1000);
    return seconds;
  };
  const tick = () => {
    const seconds = draw();
    announce?.(seconds);
    if (seconds === 0) onEnd();
  };
  // Timers sleep in the background; the clock is right as soon as it is seen.
  document.addEventListener('visibilitychange', () => endMs > 0 && left() > 0 && draw());
  const set = (seconds: number) => {
    // A page that begins with a warning reads it out; else only what passes is news.
    if (seconds > left()) announce = announcer(section, !announce && seconds <= warnAt ? Number.POSITIVE_INFINITY : seconds);
    endMs = performance.now() + seconds * 1000;
    if (draw() === 0) timer = window.setTimeout(tick, 1000);
  };
  return { left, set };
}

/** "9:43", "1:02:03". */
function clockText(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return `${minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`}:${two(seconds % 60)}`;
}

/** Reads out each of the section's announcements once, when the time passes it; those at or above `from` count as read. */
function announcer(section: HTMLElement, from: number): (seconds: number) => void {
  const texts: Record<string, string> = JSON.parse(section.dataset.announcements ?? '{}');
  const current = (seconds: number) =>
    Math.min(
      ...Object.keys(texts)
        .map(Number)
        .filter((threshold) => threshold >= seconds),
    );
  let latest = current(from);
  return (seconds) => {
    const threshold = current(seconds);
    if (threshold >= latest) return;
    latest = threshold;
    say(section, texts[threshold]);
  };
}

function say(section: HTMLElement, text = ''): void {
  const live = section.querySelector('[data-live]');
  // The same words again are news only when something differs.
  if (live) live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}

/** Sends the presses of "more time" in the background. Answers what to call with each status, and whether it added time. */
function takePresses(section: HTMLElement, watch: Watch): (status: Status, isAdded: boolean) => void {
  const form = section.querySelector<HTMLFormElement>('form[data-extend]');
  let press: 'none' | 'sending' | 'sent' | 'told' = 'none';
  form?.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (press !== 'none' || !navigator.onLine) return;
    press = 'sending';
    const isTaken = await send(form);
    // The news may have come before the answer.
    press = isTaken && press === 'sending' ? 'sent' : 'none';
    if (press === 'sent') watch.ask();
  });
  return (status, isAdded) => {
    if (isAdded && press !== 'none') {
      say(section, section.dataset.added);
      press = press === 'sending' ? 'told' : 'none';
    } else if (press === 'sent') {
      // A press that added nothing was made on a page that is no longer true.
      press = 'none';
      watch.reload();
    }
    if (!form) return;
    const presses = form.querySelector<HTMLInputElement>('[name=extensions]');
    if (presses) presses.value = String(status.extensions ?? Number(presses.value) + Number(isAdded));
    if (status.extensionSeconds === 0) endPresses(section, form);
  };
}

/** Whether the server took the form. Its answer leads back to this page, which is here already. */
async function send(form: HTMLFormElement): Promise<boolean> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]));
  const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
  return answer !== undefined && answer.status < 500;
}

/** Nothing more can be added. Focus stays with the news. */
function endPresses(section: HTMLElement, form: HTMLFormElement): void {
  const last = section.querySelector<HTMLElement>('[data-last]');
  if (last) last.hidden = false;
  if (form.contains(document.activeElement)) {
    section.tabIndex = -1;
    section.focus();
  }
  form.hidden = true;
}
