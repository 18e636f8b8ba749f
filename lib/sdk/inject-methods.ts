import type { InjectMethodsOptions, PaymentMethod } from './altapay.d.ts';
import type { Checkout } from './checkout.ts';
import type { Core, View } from './core.ts';
import { bdi, make, makeLive, onChange, openHost, say, timeText } from './draw.ts';
import { toFailure } from './errors.ts';

/** From here on an hour of the day does not tell the day. */
const farSeconds = 43_200;

/** The ways to pay as a form; in every state but open, what to know instead. */
export function methodsView(core: Core, pay: () => Promise<unknown>, { button = true }: InjectMethodsOptions): View {
  const { face } = core;
  const testMode = make('small', 'test-mode');
  const notice = makeLive('notice', 'alert');
  const methods = methodList(core);
  const time = timeLine(core);
  const payButton = make('button', 'pay');
  const nextStep = make('small', 'next-step');
  const connecting = makeLive('connecting');
  const form = make('form', 'form', methods.list, time.line, time.button, ...(button ? [payButton, nextStep] : []), connecting);
  const state = makeLive('state');
  const { host, shadow } = openHost(testMode, notice, form, state);
  form.noValidate = true;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (button && !face.isConnecting) pay().catch(() => core.selected() ?? methods.focus());
  });
  const fillState = onChange((checkout: Checkout | false) => state.replaceChildren(...(checkout ? stateParts(checkout) : [])));
  const draw = (checkout: Checkout) => {
    const { words, isTest } = checkout;
    const isOpen = checkout.state === 'open' && !!checkout.methods?.length;
    const focused = shadow.activeElement as HTMLInputElement | null;
    say(testMode, isTest ? words.testMode : '');
    say(payButton, words.pay);
    payButton.setAttribute('aria-disabled', String(!!face.isConnecting));
    say(connecting, face.isConnecting ? words.connecting : '');
    say(nextStep, words.nextStep);
    methods.draw(checkout);
    time.draw(checkout);
    form.hidden = !isOpen;
    fillState(!isOpen && checkout);
    say(notice, isOpen ? noticeOf(core, checkout) : '');
    // Focus of what went away stays near.
    if (!focused || (focused.isConnected && !focused.closest('[hidden]'))) return;
    const heir = isOpen ? time.line : state;
    heir.tabIndex = -1;
    if (!isOpen || focused === (time.button as HTMLElement)) heir.focus();
    else methods.focus(focused.value);
  };
  return { host, draw };
}

function noticeOf({ face: { notice } }: Core, { words, lastTry }: Checkout): string | undefined {
  return notice ? (words.notices[notice.code] ?? notice.message) : lastTry?.message;
}

/** Native radio buttons; a lone one is chosen. */
function methodList({ face, show, selected, events }: Core) {
  const list = make('fieldset', 'methods');
  let radios: HTMLInputElement[] = [];
  const fill = onChange(({ legend, methods }: { legend: string; methods: readonly PaymentMethod[] }) => {
    radios = [];
    list.replaceChildren(make('legend', 'legend', legend));
    for (const method of methods) {
      const radio = make('input', 'radio');
      Object.assign(radio, { type: 'radio', name: 'method', value: method.id, required: true });
      radios.push(radio);
      list.append(methodLabel(radio, method));
    }
  });
  list.addEventListener('change', ({ target }) => {
    show({ selectedId: (target as HTMLInputElement).value, notice: undefined });
    const method = selected();
    if (method) events.emit('selected', method);
  });
  return {
    list,
    draw({ words, methods = [] }: Checkout) {
      const [only, another] = methods;
      if (only && !another) face.selectedId = only.id;
      fill({ legend: another ? words.methods : words.onlyMethod, methods });
      for (const radio of radios) radio.checked = radio.value === face.selectedId;
    },
    /** The method of this id, else the first. */
    focus: (id?: string) => (radios.find(({ value }) => value === id) ?? radios[0])?.focus(),
  };
}

function methodLabel(radio: HTMLInputElement, { name, description, logoUrl }: PaymentMethod): HTMLElement {
  const label = make('label', 'method', radio, make('span', 'text', make('b', 'name', bdi(name)), make('small', 'description', bdi(description))));
  if (logoUrl) {
    const logo = make('img', 'logo');
    logo.addEventListener('error', () => logo.remove());
    Object.assign(logo, { alt: '', src: logoUrl });
    label.append(logo);
  }
  return label;
}

type Told = { text: string; at: string; isFar: boolean } & Pick<Checkout, 'language'>;

/** Until when it can be paid, and more time where that can be had. */
function timeLine({ session, show }: Core) {
  const line = makeLive('time');
  const button = make('button', 'extend');
  button.type = 'button';
  button.addEventListener('click', () => {
    session()
      .extendTime()
      .catch((error: unknown) => show({ notice: toFailure(error) }));
  });
  const fill = onChange(({ text, at, isFar, language }: Told) => {
    const [before = '', after] = text.split('{time}');
    line.replaceChildren(before, ...(after === undefined ? [] : [timeText(at, isFar, { language }), after]));
  });
  const draw = ({ words, language, time }: Checkout) => {
    const text = time?.isOpened ? words.until : words.begin;
    fill({ text: time ? text : '', at: time?.endsAt ?? '', isFar: !!time && time.secondsLeft > farSeconds, language });
    say(button, time?.extensionSeconds ? words.extend : '');
  };
  return { line, button, draw };
}

/** What to know when nothing can be paid, with the receipt of what was. */
function stateParts(checkout: Checkout): Node[] {
  const { state, words } = checkout;
  if (state === 'open') return [make('p', 'detail', words.noMethods)];
  const parts: Node[] = [make('h2', 'heading', words.heading ?? ''), make('p', 'detail', words.detail ?? '')];
  if (words.receipt)
    parts.push(make('dl', 'receipt', ...words.receipt.map(([label, fact]) => make('div', '', make('dt', '', label), make('dd', '', bdi(fact))))));
  return parts;
}
