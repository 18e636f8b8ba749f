import { openRelay, type Relay } from './relay.ts';

/** The gateway behind a slow line: every answer of it, wire and pages, comes later than it was given. */
export type SlowGateway = Relay & {
  /** Whether payment requests keep the address at which the gateway asks before it moves money. */
  askToVerify: (isAsked: boolean) => void;
  /** The most payment requests that were under way at one moment for one order. */
  mostStartsAtOnce: () => number;
};

const startCall = '/merchant/API/createPaymentRequest';
const verifyField = 'config[callback_verify_order]';

export async function openSlowGateway(lateMs: number): Promise<SlowGateway> {
  const starts = countStarts();
  let isAsked = true;
  const watch = (path: string, given: string) => {
    if (!path.endsWith(startCall)) return { body: given };
    const fields = new URLSearchParams(given);
    if (!isAsked) fields.delete(verifyField);
    return { body: fields.toString(), answered: starts.begin(fields.get('shop_orderid') ?? '') };
  };
  const relay = await openRelay({ host: '127.0.0.1', lateMs, watch });
  return {
    ...relay,
    askToVerify: (asked) => {
      isAsked = asked;
    },
    mostStartsAtOnce: starts.most,
  };
}

/** Counts the payment requests under way for one order: its name at the gateway, without the number of the try. */
function countStarts() {
  const underWay = new Map<string, number>();
  let most = 0;
  const begin = (name: string) => {
    const order = name.replace(/-\d+$/, '');
    const count = (underWay.get(order) ?? 0) + 1;
    underWay.set(order, count);
    most = Math.max(most, count);
    return () => void underWay.set(order, (underWay.get(order) ?? 1) - 1);
  };
  return { begin, most: () => most };
}
