import type { Core } from './core.ts';
import type { Marks } from './hold-checkout.ts';
import { tellOpened } from './opened.ts';
import { onReturn } from './page-return.ts';
import { openTimer } from './timer.ts';
import { watchStatus } from './watch.ts';

/** Keeps a session true, from when it is known: by asking, at the end of its time, and when the Back button brings the page back. */
export function keepTrue({ holder, wire, path, life, events, ready }: Core, isFromLink: boolean): void {
  const { refresh } = holder;
  const setEnd = openTimer(life);
  let ask: (() => void) | undefined;
  const follow = () => {
    ask ??= watchStatus(holder, (query, end) => wire<Marks>(`${path}status${query}`, { end }), life);
    const { time } = holder;
    setEnd(time?.isOpened ? ask : undefined, time && time.secondsLeft * 1000);
  };
  events.on('change', follow);
  if (isFromLink) follow();
  // What fails is told by the promises of the session.
  else ready().catch(() => undefined);
  onReturn(refresh, life);
  if (isFromLink) {
    tellOpened(
      () => holder.time?.isOpened === false,
      () => wire(`${path}opened`, { body: {} }).then(refresh),
      life,
    );
  }
}
