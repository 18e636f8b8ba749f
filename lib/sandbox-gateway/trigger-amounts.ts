import type { TriggerAmount } from './page-contract.ts';

/** The amounts by which a tester chooses what happens, in any currency with two decimals. The rules themselves are in triggers.ts. */
export const triggerAmounts: readonly TriggerAmount[] = [
  { amount: '5.66', effect: 'The payment is declined' },
  { amount: '5.67', effect: 'The bank answers with an error' },
  { amount: '5.68', effect: 'Card: asks for 3-D Secure. Bank: waits for a decision' },
  { amount: '15.66', effect: 'MobilePay: the payment is declined' },
  { amount: '15.67', effect: 'MobilePay: answers with an error' },
  { amount: '19.66', effect: 'The bank takes 20 seconds' },
  { amount: '19.67', effect: 'Paid, then charged back' },
  { amount: '7.66', effect: 'A capture fails' },
  { amount: '7.67', effect: 'A capture ends in an error' },
  { amount: '8.66', effect: 'A release fails' },
  { amount: '8.67', effect: 'A release ends in an error' },
  { amount: '9.66', effect: 'A refund fails' },
  { amount: '9.67', effect: 'A refund ends in an error' },
];
