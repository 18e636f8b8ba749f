import type { IAltaPay, InitOptions } from './altapay.d.ts';
import type { Checkout, Exchange } from './checkout.ts';
import type { Core, Face, View } from './core.ts';
import { failure, toFailure } from './errors.ts';
import { openEvents } from './events.ts';
import { callSafely } from './function-callbacks.ts';
import { holdCheckout } from './hold-checkout.ts';
import { methodsView } from './inject-methods.ts';
import { orderView } from './inject-order.ts';
import { keepTrue } from './keep-true.ts';
import { openNews } from './news.ts';
import { openPayments } from './payments.ts';
import { type Access, openWire } from './wire.ts';

export type Opening = {
  base: string;
  access: Access;
  sessionId: string;
  options: InitOptions;
  language: string;
  /** What a link was exchanged for. */
  link?: Exchange;
};

/** A session of the customer's, kept true until it is destroyed. */
export function openSession(opening: Opening): IAltaPay {
  const { link } = opening;
  const end = new AbortController();
  const core = openCore(opening, end.signal, () => session);
  const session = sessionOf(core, end);
  keepTrue(core, !!link);
  // The page has its session first, and then the news.
  if (link) setTimeout(() => core.life.aborted || core.news.begin(link));
  return session;
}

function openCore({ base, access, sessionId, options, language, link }: Opening, life: AbortSignal, session: () => IAltaPay): Core {
  const wire = openWire(base, access, life);
  const path = `session/${encodeURIComponent(sessionId)}/`;
  const face: Face = {};
  const views = new Map<Element, View>();
  const events = openEvents();
  const news = openNews(events, options, session);
  const redraw = () => {
    const { checkout } = holder;
    for (const view of views.values()) {
      callSafely(
        () => drawView(view, checkout),
        (error) => news.fail(error, checkout),
      );
    }
  };
  const holder = holdCheckout({
    first: link?.checkout,
    read: () => wire(`${path}checkout?language=${encodeURIComponent(language)}`),
    onNews(previous, next) {
      redraw();
      news.tell(previous, next);
    },
  });
  return {
    ...{ sessionId, path, wire, life, events, news, holder, face, views, session },
    ready: async () => (life.aborted ? Promise.reject(failure('destroyed')) : holder.ready()),
    selected: () => holder.checkout.methods?.find(({ id }) => id === face.selectedId),
    show(change) {
      Object.assign(face, change);
      redraw();
    },
  };
}

function sessionOf(core: Core, end: AbortController): IAltaPay {
  const { sessionId, holder, views, events } = core;
  const initiatePayment = openPayments(core);
  return {
    sessionId,
    get state() {
      return holder.checkout.state;
    },
    get isTest() {
      return holder.checkout.isTest;
    },
    get merchant() {
      return holder.checkout.merchant;
    },
    get order() {
      return holder.checkout.order;
    },
    get paymentMethods() {
      return holder.checkout.methods ?? [];
    },
    get selected() {
      return core.selected();
    },
    get receipt() {
      return holder.checkout.receipt;
    },
    get time() {
      return holder.time;
    },
    injectPaymentMethods: (element, options = {}) =>
      inject(core, element, ({ state, methods, words }) => {
        if (state === 'open' && !methods?.length) throw failure('no_methods', words.noMethods);
        return methodsView(core, initiatePayment, options);
      }),
    injectOrder: (element) => inject(core, element, orderView),
    initiatePayment,
    async extendTime() {
      const { time } = await core.ready();
      if (time?.extensionSeconds) await extend(core, time.extensions);
      return core.session();
    },
    on: events.on,
    destroy() {
      end.abort();
      for (const { host } of views.values()) host.remove();
      views.clear();
    },
  };
}

function drawView({ host, draw }: View, checkout: Checkout): void {
  const { tag, direction } = checkout.language;
  Object.assign(host, { lang: tag, dir: direction });
  draw(checkout);
}

/** Puts a view in the place of whatever is inside the element. What goes wrong is told to the failure callback too. */
async function inject({ ready, views, session, news, holder, life }: Core, element: Element, open: (checkout: Checkout) => View): Promise<IAltaPay> {
  try {
    const checkout = await ready();
    const view = open(checkout);
    drawView(view, checkout);
    element.replaceChildren(view.host);
    views.set(element, view);
    return session();
  } catch (error) {
    if (!life.aborted) news.fail(error, holder.checkout);
    throw toFailure(error);
  }
}

/** Tells how often time was added so far: pressed twice at once, it is added once. */
async function extend({ wire, path, holder }: Core, extensions: number): Promise<void> {
  try {
    await wire(`${path}extend`, { body: { extensions } });
  } finally {
    await holder.refresh();
  }
}
