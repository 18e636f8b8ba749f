import type { z } from 'zod';
import { methodName } from '../i18n/method-name.ts';
import type { PageLanguage } from '../i18n/page-language.ts';
import { phraseText } from '../i18n/phrase.ts';
import { extendWords, startWords } from '../i18n/time-words.ts';
import type { TimeLeft } from '../links/link-state.ts';
import type { Money } from '../money.ts';
import type { PageState } from '../payments/page-state.ts';
import type { Receipt } from '../receipts/contract.ts';
import type { CheckoutAnswer } from './contract.ts';

export type Told = {
  merchant: string;
  total: Money | undefined;
  is: PageState;
  time: TimeLeft | undefined;
  coolDownMinutes: number | undefined;
  receipt: Receipt | undefined;
};

/** Every word that a shop's page says of a session, so that the SDK needs none of its own. */
export function checkoutWords(language: PageLanguage, told: Told): z.input<typeof CheckoutAnswer>['words'] {
  const { t, money } = language;
  const { merchant, total, is, time, coolDownMinutes, receipt } = told;
  return {
    methods: t('open.methodsHeading'),
    onlyMethod: t('open.onlyMethodHeading'),
    pay: total ? phraseText(t, 'open.pay', { amount: money(total) }) : '',
    connecting: t('open.connecting'),
    nextStep: t('open.nextStep'),
    orderHeading: t('order.heading'),
    shipping: t('order.shipping'),
    tax: t('order.tax'),
    total: t('order.total'),
    until: t('time.until', { time: '{time}' }),
    ...(time && !time.isOpened && { begin: startWords(t, time.secondsLeft) }),
    ...(time && time.extensionSeconds > 0 && { extend: extendWords(t, time.extensionSeconds) }),
    noMethods: phraseText(t, 'open.noMethods', { merchant }),
    testMode: `${t('testMode.label')}: ${t('testMode.detail')}`,
    ...stateWords(t, is, merchant),
    ...(receipt && { receipt: receiptWords(language, receipt) }),
    notices: {
      order_changed: t('notices.order_changed'),
      gateway_unreachable: t('notices.gateway_unreachable'),
      method_unavailable: t('notices.method_unavailable'),
      payment_in_progress: t('notices.payment_in_progress'),
      no_selection: t('notices.choose_method'),
      too_many_tries: coolDownMinutes === undefined ? t('coolDown.heading') : t('coolDown.detail', { minutes: coolDownMinutes }),
      offline: t('offline'),
      ...Object.fromEntries(troubles.map((code) => [code, `${t('failure.heading')}. ${t('failure.detail')}`])),
      paid: t('paid.heading'),
      expired: t('expired.heading'),
      replaced: t('replaced.heading'),
      cancelled: t('cancelled.heading'),
      disabled: t('disabled.heading'),
    },
  };
}

/** What the customer can do nothing about, but try again. */
const troubles = ['unavailable', 'unexpected', 'unauthenticated', 'unknown', 'wrong_origin'] as const;

const receiptWords = ({ t, instant }: PageLanguage, { paidAt, method, last4, reference, timeZone }: Receipt): [string, string][] => [
  [t('paid.paidAt'), instant(paidAt, timeZone)],
  [t('paid.method'), methodName(t, method)],
  ...(last4 === undefined ? [] : [[t('paid.card'), t('paid.cardEnding', { last4 })] as [string, string]]),
  [t('paid.reference'), reference],
];

/** What to say when nothing can be paid. */
function stateWords(t: PageLanguage['t'], is: PageState, merchant: string): { heading?: string; detail?: string } {
  switch (is.state) {
    case 'open':
      return {};
    case 'paid':
      return { heading: t('paid.heading'), detail: phraseText(t, 'paid.thanks', { merchant }) };
    case 'checking':
      return { heading: t('checking.heading'), detail: t('checking.detail') };
    case 'expired':
      return is.wasOpened
        ? { heading: t('expired.openedHeading'), detail: phraseText(t, 'expired.openedDetail', { merchant }) }
        : { heading: t('expired.heading'), detail: phraseText(t, 'expired.detail', { merchant }) };
    default:
      return { heading: t(`${is.state}.heading`), detail: phraseText(t, `${is.state}.detail`, { merchant }) };
  }
}
