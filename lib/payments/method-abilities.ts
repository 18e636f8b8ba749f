/** What can be done with money that came by a method. */
type Abilities = { captures: 'later' | 'at_once'; partialCapture: boolean; refundable: boolean };

/** The abilities of AltaPay's identifier of a method. Stands in for `#lib/methods/catalogue.ts`, which has the same verb. */
export function abilitiesOf(identifier: string): Abilities {
  if (identifier === 'BankPayment') return { captures: 'at_once', partialCapture: false, refundable: true };
  return { captures: 'later', partialCapture: true, refundable: true };
}
