import type { SessionState, TimeLeft } from './altapay.d.ts';
import type { Checkout } from './checkout.ts';
import { type Failure, toFailure } from './errors.ts';

export type Holder = {
  readonly checkout: Checkout;
  readonly time: TimeLeft | undefined;
  /** Resolves once there is something to show. */
  ready: () => Promise<Checkout>;
  /** Answers why it came to nothing, if it did. */
  refresh: () => Promise<Failure | undefined>;
};

type Source = {
  first: Checkout | undefined;
  read: () => Promise<Checkout>;
  onNews: (previous: Checkout, next: Checkout) => void;
};

export type Marks = Pick<Checkout, 'version' | 'mark'>;

/** What the service told of a session before it told anything: no version. */
const nothing = { state: 'open', version: '', merchant: { name: '' }, isTest: false } as Checkout;

const endings = /^(expired|replaced|cancelled|disabled|paid)$/;

export const isSame = (one: Marks, other: Marks): boolean => one.version === other.version && one.mark === other.mark;

/** Holds the latest of what the service told of a session; an answer that was overtaken is dropped. */
export function holdCheckout({ first, read, onNews }: Source): Holder {
  let checkout = first ?? nothing;
  let takenMs = performance.now();
  let asked = 0;
  let taken = 0;
  const refresh = async () => {
    asked += 1;
    const number = asked;
    const next = await read().catch(toFailure);
    const isTold = 'state' in next;
    if (!isTold && !(checkout.version && endings.test(next.code))) return next;
    if (number < taken) return undefined;
    const previous = checkout;
    taken = number;
    takenMs = performance.now();
    checkout = isTold ? next : endedBy(next, previous);
    if (!isSame(previous, checkout)) onNews(previous, checkout);
    return undefined;
  };
  return {
    get checkout() {
      return checkout;
    },
    get time() {
      const { time } = checkout;
      const passedSeconds = time?.isOpened ? (performance.now() - takenMs) / 1000 : 0;
      return time && { ...time, secondsLeft: Math.max(0, Math.ceil(time.secondsLeft - passedSeconds)) };
    },
    async ready() {
      const failed = checkout.version ? undefined : await refresh();
      if (failed) throw failed;
      return checkout;
    },
    refresh,
  };
}

/** The session's token is over, and the link gives no other because it has ended: that is its state, in the words at hand. */
function endedBy({ code, message }: Failure, { time: _time, lastTry: _lastTry, methods: _methods, ...checkout }: Checkout): Checkout {
  const words = { ...checkout.words, heading: checkout.words.notices[code] ?? message };
  return { ...checkout, state: code as SessionState, version: code, mark: code, words };
}
