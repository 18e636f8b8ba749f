import { log } from './log.ts';
import { countAlarm } from './metrics.ts';

/** What a person has to look at. The name is the metric's label; the words go to the log. */
const alarms = {
  bank_undecided: 'a bank has left a payment undecided for longer than its method allows; ask the gateway about it',
  callback_exhausted: 'a callback or webhook was never taken; it is given up until somebody replays it',
  callback_forged: 'a gateway callback without a right checksum; ignored',
  capture_failed: 'the gateway refused to capture a payment that was to be captured at once; capture it by hand',
  endpoint_disabled:
    'a webhook endpoint was switched off, because it said 410 or took nothing for days; its merchant gets no more events until it is enabled and replayed',
  endpoint_failing: 'a webhook endpoint has taken nothing for a day; it will be switched off',
  gateway_disagrees: 'the gateway holds less of a payment than we have booked',
  gateway_forgot: 'the gateway no longer knows a payment whose money is to be moved',
  gateway_silent: 'the gateway has not answered about a payment for a day; nobody knows what became of its money',
  invariant_broken: 'the books break an invariant',
  mail_exhausted: 'a receipt could not be mailed for days and is given up; look at what the mail server says of it in the timeline',
  mail_stopped: 'no receipt gets through to the mail server; they wait and are tried again for a month; look at SMTP_URL, MAIL_FROM and the code',
  mail_unknown:
    'the mail server was given a receipt twice and never said whether it took it; it is not sent again, and the payer has it twice, once or not at all',
  money_disputed: 'a bank took money of a payment back (chargeback)',
  operation_unknown: 'nobody knows for a day whether the gateway moved the money of an operation',
  other_amount_asked: 'the gateway was about to move another amount than the payment’s; refused',
  second_success: 'the gateway holds two successes for one payment; give one back',
  transaction_foreign: 'a gateway transaction does not match its payment; ignored',
  transaction_unreadable: 'a transaction of the gateway cannot be read',
  undo_refused: 'the gateway refused to give a surplus payment back; trying again',
} as const;

export type Alarm = keyof typeof alarms;

/** Tells a person: one line in the log that begins with ALARM, and a count by kind. `facts` are ids and codes only. */
export function raiseAlarm(alarm: Alarm, facts: Record<string, unknown>): void {
  countAlarm(alarm);
  log().error({ alarm, ...facts }, `ALARM: ${alarms[alarm]}`);
}
