import { invariant } from '../errors.ts';
import type { CodePage } from '../links/code-page-contract.ts';
import { currencyOf, type Money } from '../money.ts';
import type { Receipt } from '../receipts/contract.ts';
import { type Finding, type VerifyPage, type VerifyProblem, verifyProblems } from '../stickers/verify-page-contract.ts';
import { type LeavePage, type PageNotice, type PageTime, type PageTry, type PayPage, pageNotices, type ReturnPage } from './pay-page-contract.ts';
import { plainMerchant, sampleBrands } from './sample-brands.ts';
import { supportCode } from './support-code.ts';

/** What a state looks like, from made-up data: for looking at, testing and photographing pages. Test mode only. */
export type SamplePage =
  | { view: 'pay'; page: PayPage; notice?: PageNotice; isPaidElsewhere?: boolean }
  | { view: 'leave'; page: LeavePage }
  | { view: 'return'; page: ReturnPage }
  | { view: 'code'; page: CodePage }
  | { view: 'verify'; page: VerifyPage }
  | { view: 'failure' };

type OpenPage = Extract<PayPage, { state: 'open' }>;

const known = { merchant: plainMerchant, language: undefined, isTest: true, version: 'sample', mark: 'sample' };

function kroner(minor: bigint): Money {
  const currency = currencyOf('DKK');
  invariant(currency, 'DKK is a currency');
  return { minor, currency };
}

const order: OpenPage['order'] = {
  orderId: 'NK-20417',
  lines: [
    { description: 'Stoneware mug, blue glaze', quantity: 2, total: kroner(39_800n) },
    { description: 'Serving bowl, 28 cm', quantity: 1, total: kroner(54_900n) },
    { description: 'Gift wrapping', quantity: 1, total: kroner(2_500n) },
  ],
  tax: kroner(20_420n),
  shipping: kroner(4_900n),
  total: kroner(102_100n),
};

const methods: OpenPage['methods'] = [
  { id: '00000000-0000-4000-8000-000000000001', identifier: 'CreditCard', name: 'Card', description: '' },
  { id: '00000000-0000-4000-8000-000000000002', identifier: 'MobilePay', name: 'MobilePay', description: '' },
  { id: '00000000-0000-4000-8000-000000000003', identifier: 'BankPayment', name: 'Bank payment', description: '' },
];

const mobilePay = { identifier: 'MobilePay', name: 'MobilePay' };

/** Sample clocks stand in the future of every reader; only the seconds left are drawn with script. */
const time = (secondsLeft: number, given: Partial<PageTime> = {}): PageTime => ({
  isOpened: true,
  secondsLeft,
  endsAt: new Date('2030-06-21T12:35:00Z'),
  extensionSeconds: 600,
  isExtendable: true,
  extensions: 0,
  ...given,
});

const open: OpenPage = {
  ...known,
  state: 'open',
  order,
  methods,
  hasMoreElsewhere: false,
  inApp: undefined,
  lastTry: undefined,
  tries: [],
  screen: { role: 'first', code: '3f9a61c20b', words: undefined },
  time: time(600, { isOpened: false }),
  coolDownMinutes: undefined,
  showsAmountInPreview: false,
  revision: 1,
  intent: 'sample',
  address: 'https://pay.example.com/pay/3ksphrjz6nrptvfnejecje63kr5',
  nonce: 'sample',
};

const pay = (page: PayPage): SamplePage => ({ view: 'pay', page });
const opened = (given: Partial<OpenPage>): SamplePage => pay({ ...open, time: time(540), ...given });

const paymentId = '00000000-0000-4000-8000-9f3a61c20b7d';
const code = supportCode(paymentId);

const receipt: Receipt = {
  reference: code,
  paymentId,
  merchant: { name: plainMerchant.name, ...plainMerchant.contact, legalName: undefined, legalAddress: undefined, taxId: undefined },
  ...order,
  paid: order.total,
  paidAt: new Date('2026-11-23T10:39:00Z'),
  method: { identifier: 'CreditCard', name: 'Card' },
  last4: '1111',
  refunds: [],
  timeZone: 'UTC',
  isTest: true,
};

const paid = (given: Partial<Receipt> = {}, merchant = plainMerchant): PayPage => ({
  ...known,
  merchant,
  state: 'paid',
  receipt: { ...receipt, merchant: { ...receipt.merchant, name: merchant.name }, ...given },
});
const refund = (at: string, minor: bigint): Receipt['refunds'][number] => ({ at: new Date(at), amount: kroner(minor) });

const declines = ['insufficient_funds', 'expired_card', 'wrong_details', 'limit_exceeded', 'card_not_accepted', 'not_confirmed', 'try_later', 'other'] as const;

const tries: PageTry[] = [
  { at: new Date('2026-11-23T10:36:00Z'), method: receipt.method, supportCode: code, outcome: 'declined', reason: 'wrong_details', message: undefined },
  { at: new Date('2026-11-23T10:33:00Z'), method: mobilePay, supportCode: supportCode('00000000-0000-4000-8000-7be1f0a95c38'), outcome: 'cancelled' },
];

/** Two screens of one link. */
const paired = { name: 'en.3f9a61c20b', words: 'en', pair: [1, 0] } as const;
const follower = { role: 'follower', ...paired, joinedAt: new Date('2026-11-23T10:30:00Z') } as const;

const typed = { code: '7K3D-9XQ2-M4TB', orderNumber: 'NK-20417' };

const ours: Finding = { verdict: 'ours', merchant: 'Nordlys Keramik' };
const foreign: Finding = { verdict: 'foreign', host: 'xn--nrdlys-bya.example' };
const judged = (...findings: Finding[]): SamplePage => ({ view: 'verify', page: { state: 'judged', findings } });
const problem = (name: VerifyProblem): SamplePage => ({ view: 'verify', page: { state: 'problem', problem: name } });

const hyphens = (name: string): string => name.replaceAll('_', '-');

/** Every state of the pages by the name in its address. */
export const samplePages: ReadonlyMap<string, SamplePage> = new Map<string, SamplePage>([
  ['open', pay(open)],
  ['open-one-method', pay({ ...open, methods: methods.slice(0, 1) })],
  ['open-no-method', pay({ ...open, methods: [] })],
  ['open-no-method-here', pay({ ...open, methods: [], hasMoreElsewhere: true })],
  ['open-fixed-time', pay({ ...open, time: time(600, { isOpened: false, isExtendable: false, extensionSeconds: 0 }) })],
  ['open-begun', opened({})],
  ['open-ending', opened({ time: time(100) })],
  ['open-last-time', opened({ time: time(300, { extensions: 10, extensionSeconds: 0 }) })],
  ...pageNotices.map((notice): [string, SamplePage] => [`notice-${hyphens(notice)}`, { view: 'pay', page: open, notice }]),
  ['unfinished', opened({ lastTry: { outcome: 'unfinished', paymentId: 'sample', method: mobilePay } })],
  ...declines.map((reason): [string, SamplePage] => [`declined-${hyphens(reason)}`, opened({ lastTry: { outcome: 'declined', reason, message: undefined } })]),
  ['several-tries', opened({ lastTry: { outcome: 'declined', reason: 'wrong_details', message: undefined }, tries })],
  ['came-from-screen', opened({ screen: { role: 'taker', ...paired } })],
  ['followed', opened({ screen: follower })],
  ['followed-started', opened({ screen: follower, tries, lastTry: { outcome: 'unfinished', paymentId: 'sample', method: mobilePay } })],
  ['followed-declined', opened({ screen: follower, tries, lastTry: { outcome: 'declined', reason: 'insufficient_funds', message: undefined } })],
  ['cancelled-try', opened({ lastTry: { outcome: 'cancelled' } })],
  ['cool-down', opened({ coolDownMinutes: 42 })],
  ['in-app', pay({ ...open, inApp: { name: 'Instagram', openUrl: undefined, isLimited: true }, hasMoreElsewhere: true })],
  ['leaving-connecting', { view: 'leave', page: { ...known, state: 'connecting', amount: order.total } }],
  ['leaving', { view: 'leave', page: { ...known, state: 'ready', amount: order.total, method: mobilePay, url: '#', host: 'gateway.example' } }],
  ['leaving-over', { view: 'leave', page: { ...known, state: 'over' } }],
  ['returning', { view: 'return', page: { ...known, state: 'checking' } }],
  ['following', { view: 'return', page: { ...known, state: 'follow', url: '#', host: 'shop.example' } }],
  ['checking', pay({ ...known, state: 'checking', order, supportCode: code })],
  ['pending', pay({ ...known, state: 'pending', order, supportCode: code })],
  ['paid', pay(paid())],
  ['paid-elsewhere', { view: 'pay', page: paid(), isPaidElsewhere: true }],
  ['paid-refunded-part', pay(paid({ refunds: [refund('2026-11-25T08:00:00Z', 19_900n), refund('2026-11-27T14:10:00Z', 2_500n)] }))],
  ['paid-refunded', pay(paid({ refunds: [refund('2026-11-25T08:00:00Z', order.total.minor)] }))],
  ['paid-in-part', pay(paid({ paid: kroner(82_100n) }))],
  ['paid-in-part-refunded', pay(paid({ paid: kroner(82_100n), refunds: [refund('2026-11-25T08:00:00Z', 19_900n)] }))],
  ['surplus', pay({ ...known, state: 'surplus', supportCode: code })],
  ['failed', pay({ ...known, state: 'failed', supportCode: code })],
  ['expired', pay({ ...known, state: 'expired', wasOpened: false, unfinished: undefined })],
  ['expired-opened', pay({ ...known, state: 'expired', wasOpened: true, unfinished: undefined })],
  ['expired-unfinished', pay({ ...known, state: 'expired', wasOpened: true, unfinished: { paymentId: 'sample', method: mobilePay } })],
  ['surplus-try', opened({ lastTry: { outcome: 'surplus' } })],
  ['cancelled', pay({ ...known, state: 'cancelled' })],
  ['replaced', pay({ ...known, state: 'replaced' })],
  ['disabled', pay({ ...known, state: 'disabled' })],
  ['unknown', pay({ state: 'unknown' })],
  ...[...sampleBrands].flatMap(([name, merchant]): [string, SamplePage][] => [
    [`brand-${name}-open`, pay({ ...open, merchant })],
    [`brand-${name}-paid`, pay(paid({ timeZone: 'Europe/Copenhagen' }, merchant))],
  ]),
  ['code', { view: 'code', page: { state: 'empty' } }],
  ['code-unknown', { view: 'code', page: { state: 'unknown', typed } }],
  ['code-limited', { view: 'code', page: { state: 'limited', typed, retryAfterSeconds: 42 } }],
  ['verify', { view: 'verify', page: { state: 'empty' } }],
  ['verify-ours', judged(ours)],
  ['verify-foreign', judged(foreign)],
  ['verify-elsewhere', judged({ verdict: 'elsewhere', host: 'pay.example.com.evil.example' })],
  ['verify-unknown', judged({ verdict: 'unknown' })],
  ['verify-nowhere', judged({ verdict: 'nowhere' })],
  ['verify-several-ours', judged(ours, { verdict: 'ours', merchant: 'Fjord & Sons' })],
  ['verify-several', judged(ours, foreign, { verdict: 'unknown' })],
  ...verifyProblems.map((name): [string, SamplePage] => [`verify-${hyphens(name)}`, problem(name)]),
  ['verify-limited', { view: 'verify', page: { state: 'limited', retryAfterSeconds: 42 } }],
  ['failure', { view: 'failure' }],
]);
