import type { TriggerAmount } from './page-contract.ts';

/** The amounts by which a tester chooses what happens, in any currency with two decimals. The rules themselves are in triggers.ts. */
export const triggerAmounts: readonly TriggerAmount[] = [
  { amount: '5.66', effect: 'The payment is declined' },
  { amount: '5.67', effect: 'The bank answers with an error' },
  { amount: '5.68', effect: 'Card: asks for 3-D Secure. Bank and invoice: waits for a decision' },
  { amount: '5.71', effect: 'Card: the security code matches' },
  { amount: '5.72', effect: 'Card: the security code does not match, and the bank pays all the same' },
  { amount: '5.73', effect: 'Card: the bank does not check the security code' },
  { amount: '15.66', effect: 'Wallet app: the payment is declined' },
  { amount: '15.67', effect: 'Wallet app: answers with an error' },
  { amount: '16.66', effect: 'verifyCard: the card is declined' },
  { amount: '16.67', effect: 'verifyCard: the bank answers with an error' },
  { amount: '19.66', effect: 'The bank takes 20 seconds' },
  { amount: '19.67', effect: 'Paid, then charged back' },
  { amount: '101.00', effect: 'Where the shop asks a fraud service: accept' },
  { amount: '102.00', effect: 'Where the shop asks a fraud service: look at it' },
  { amount: '110.00', effect: 'Where the shop asks a fraud service: deny' },
  { amount: '7.66', effect: 'A capture fails' },
  { amount: '7.67', effect: 'A capture ends in an error' },
  { amount: '7.68', effect: 'Invoice: a capture ends in an error, because the invoice is still open' },
  { amount: '8.66', effect: 'A release fails' },
  { amount: '8.67', effect: 'A release ends in an error' },
  { amount: '9.66', effect: 'A refund fails' },
  { amount: '9.67', effect: 'A refund ends in an error' },
];
