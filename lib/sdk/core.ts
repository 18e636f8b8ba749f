import type { IAltaPay, PaymentMethod } from './altapay.d.ts';
import type { Checkout } from './checkout.ts';
import type { Failure } from './errors.ts';
import type { Events } from './events.ts';
import type { Holder } from './hold-checkout.ts';
import type { News } from './news.ts';
import type { Wire } from './wire.ts';

/** What the customer did on this page, beyond what the service knows. */
export type Face = {
  selectedId?: string | undefined;
  isConnecting?: boolean;
  /** Why the last press came to nothing. */
  notice?: Failure | undefined;
};

/** Something drawn on the page. */
export type View = { host: HTMLElement; draw: (checkout: Checkout) => void };

/** What the parts of a session share. */
export type Core = Pick<Holder, 'ready'> & {
  readonly sessionId: string;
  /** Where the service knows the session. */
  readonly path: string;
  readonly wire: Wire;
  /** Ended by `destroy()`. */
  readonly life: AbortSignal;
  readonly events: Events;
  readonly news: News;
  readonly holder: Holder;
  readonly face: Face;
  /** By the page's element they are drawn in. */
  readonly views: Map<Element, View>;
  session: () => IAltaPay;
  selected: () => PaymentMethod | undefined;
  /** Changes the face, and draws it. */
  show: (change: Face) => void;
};
