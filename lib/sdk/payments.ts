import type { InitiatedPayment, SessionState } from './altapay.d.ts';
import type { Core } from './core.ts';
import { type Failure, failure, isPassing, toFailure } from './errors.ts';
import { onReturn } from './page-return.ts';
import { openTimer } from './timer.ts';

/** A press that led nowhere in this time (stopped, no answer) may be made again. */
const leavingMs = 15_000;

/** Begins payments: one at a time, and a press made again after a lost answer is the same payment. */
export function openPayments(core: Core): (methodId?: string) => Promise<InitiatedPayment> {
  const { life, show } = core;
  const keys = new Map<string, string>();
  const setTimer = openTimer(life);
  let current: { id: string; promise: Promise<InitiatedPayment> } | undefined;
  const end = () => {
    setTimer();
    current = undefined;
    show({ isConnecting: false });
  };
  const begin = async (id: string, revision: number): Promise<InitiatedPayment> => {
    show({ isConnecting: true, notice: undefined });
    try {
      const payment = await create(core, keys, id, revision);
      if (core.events.emit('initiated', payment)) {
        setTimer(end, leavingMs);
        location.assign(payment.url);
      } else end();
      return payment;
    } catch (error) {
      end();
      throw error;
    }
  };
  // A page that the Back button brings back holds an old intent.
  onReturn(() => {
    keys.clear();
    end();
  }, life);
  addEventListener('online', () => core.face.notice?.code === 'offline' && show({ notice: undefined }), { signal: life });
  return async (methodId) => {
    try {
      const { state, revision } = await core.ready();
      const id = chosen(state, methodId ?? core.selected()?.id);
      if (current && current.id !== id) throw failure('payment_in_progress');
      current ??= { id, promise: begin(id, revision) };
      return await current.promise;
    } catch (error) {
      const failed = toFailure(error);
      show({ notice: failed });
      throw failed;
    }
  };
}

/** The method to pay with, if it can be paid at all. */
function chosen(state: SessionState, id: string | undefined): string {
  if (state === 'checking' || state === 'pending') throw failure('payment_in_progress');
  if (state !== 'open') throw failure(state === 'surplus' ? 'expired' : state);
  if (!id) throw failure('no_selection');
  if (!navigator.onLine) throw failure('offline');
  return id;
}

async function create({ wire, sessionId, holder }: Core, keys: Map<string, string>, id: string, revision: number): Promise<InitiatedPayment> {
  // Another order is another payment.
  const name = `${id} ${revision}`;
  const key = keys.get(name) ?? newKey();
  keys.set(name, key);
  try {
    const body = { paymentMethodId: id, sessionId, revision, language: holder.checkout.language.tag };
    const { paymentId, url } = await wire<InitiatedPayment>('payment', { body, key, invalid: 'method_unavailable' });
    keys.delete(name);
    if (!/^https?:\/\//i.test(url)) throw failure('unexpected');
    return { paymentId, url };
  } catch (error) {
    const failed: Failure = toFailure(error);
    if (!failed.isUnanswered) keys.delete(name);
    if (!isPassing(failed)) await holder.refresh();
    throw failed;
  }
}

/** 128 random bits, in letters of base64url. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');
