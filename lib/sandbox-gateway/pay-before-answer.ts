import { maskPan, testCards } from './cards.ts';
import { cardInWallet } from './customer-decisions.ts';
import { pay } from './pay.ts';
import { findOpenRequest } from './payment-page.ts';
import { findTerminal, type Terminal } from './terminals.ts';

/** Accepts a payment for its customer before anybody can have opened its page: with the first test card, or in the app or bank. */
export async function payBeforeAnswer(pid: string): Promise<void> {
  const request = await findOpenRequest(pid);
  const terminal = request && findTerminal(request.terminal);
  if (!request || !terminal) return;
  const card = cardFor(terminal);
  await pay(request, { kind: 'approve', ...(card && { card }) });
}

function cardFor(terminal: Terminal) {
  const [first] = testCards;
  if (terminal.kind !== 'card' || !first) return cardInWallet(terminal);
  const { number, scheme, behaviour } = first;
  return { maskedPan: maskPan(number), scheme, behaviour };
}
