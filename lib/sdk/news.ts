import type { AltaPayErrorCode, IAltaPay, InitOptions } from './altapay.d.ts';
import type { Checkout, Returned } from './checkout.ts';
import { failure, toFailure } from './errors.ts';
import type { Events } from './events.ts';
import { callShop } from './function-callbacks.ts';

export type News = {
  /** What the customer finds on coming to the page. */
  begin: (found: { checkout: Checkout; returned?: Returned }) => void;
  /** What has changed since. */
  tell: (previous: Checkout, next: Checkout) => void;
  /** To the failure callback alone. */
  fail: (error: unknown, checkout: Checkout) => void;
};

/** The same try that ended alike is no news, whatever is said of it. */
const nameOf = ({ lastTry }: Checkout): string => `${lastTry?.paymentId} ${lastTry?.outcome}`;

/** Tells the page what has become of the order, by events and by its callbacks. */
export function openNews(events: Events, options: InitOptions, session: () => IAltaPay): News {
  let isPaid = false;
  const settle = ({ callbacks }: Checkout, isNews = true) => {
    if (isPaid) return;
    isPaid = true;
    events.emit('paid', session());
    if (isNews) callShop(options.success, callbacks.success, session());
  };
  const fail = (error: unknown, { callbacks }: Checkout) => callShop(options.failure, callbacks?.failure, toFailure(error), session());
  const tellState = (checkout: Checkout) => {
    const { state, words } = checkout;
    if (state === 'paid') settle(checkout);
    if (!/^(expired|replaced|cancelled)$/.test(state)) return;
    events.emit('expired', session());
    fail(failure(state as AltaPayErrorCode, words.heading), checkout);
  };
  const tellFailed = (checkout: Checkout) => {
    events.emit('failed', session());
    fail(failure('payment_failed', checkout.lastTry?.message), checkout);
  };
  return {
    begin({ checkout, returned }) {
      // Who loads the page of a paid order again has paid no second time.
      if (checkout.state === 'paid' || returned?.outcome === 'paid') settle(checkout, !!returned);
      else tellState(checkout);
      if (checkout.state === 'open' && returned?.outcome === 'failed') tellFailed(checkout);
    },
    tell(previous, next) {
      const { lastTry } = next;
      events.emit('change', session());
      // The first that is told of a session tells what was.
      if (next.state !== previous.state) tellState(next);
      const isNew = previous.version && nameOf(next) !== nameOf(previous);
      if (isNew && /^(declined|cancelled)$/.test(lastTry?.outcome ?? '')) tellFailed(next);
    },
    fail,
  };
}
