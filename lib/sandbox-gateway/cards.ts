/** What the sandbox's bank does with a card. */
export const cardBehaviours = [
  'approve',
  'challenge',
  'decline',
  'insufficient_funds',
  'expired',
  'wrong_cvc',
  'limit',
  'lost',
  'stolen',
  'unavailable',
  'error',
] as const;
export type CardBehaviour = (typeof cardBehaviours)[number];

export const cardSchemes = ['Visa', 'Mastercard', 'Dankort'] as const;

type TestCard = { number: string; scheme: (typeof cardSchemes)[number]; behaviour: CardBehaviour; description: string };

/** Every card number the sandbox takes: published test numbers of AltaPay and other gateways. None of them is anybody's card. */
export const testCards: readonly TestCard[] = [
  { number: '4111111111111111', scheme: 'Visa', behaviour: 'approve', description: 'approved' },
  { number: '5555555555554444', scheme: 'Mastercard', behaviour: 'approve', description: 'approved' },
  { number: '5019717010103742', scheme: 'Dankort', behaviour: 'approve', description: 'approved' },
  { number: '4170000000000568', scheme: 'Visa', behaviour: 'challenge', description: 'asks for 3-D Secure' },
  { number: '4180000000000566', scheme: 'Visa', behaviour: 'decline', description: 'declined' },
  { number: '4000000000009995', scheme: 'Visa', behaviour: 'insufficient_funds', description: 'declined: insufficient funds' },
  { number: '4000000000000069', scheme: 'Visa', behaviour: 'expired', description: 'declined: expired card' },
  { number: '4000000000000127', scheme: 'Visa', behaviour: 'wrong_cvc', description: 'declined: wrong security code' },
  { number: '4000000000006975', scheme: 'Visa', behaviour: 'limit', description: 'declined: over the card’s limit' },
  { number: '4000000000009987', scheme: 'Visa', behaviour: 'lost', description: 'declined: lost card' },
  { number: '4000000000009979', scheme: 'Visa', behaviour: 'stolen', description: 'declined: stolen card' },
  { number: '4000000000000119', scheme: 'Visa', behaviour: 'unavailable', description: 'the bank cannot be reached: try later' },
  { number: '4190000000000567', scheme: 'Visa', behaviour: 'error', description: 'the bank answers with an error' },
];

type CardProblem = 'card_number' | 'card_name' | 'card_expiry' | 'card_cvc';

/** What is kept of a card once its number has been read. */
export type ReadCard = {
  maskedPan: string;
  scheme: TestCard['scheme'];
  behaviour: CardBehaviour;
  /** "2030-12", where the customer typed it. */
  expiry?: string | undefined;
};

export type CardForm = { number: string; name: string; expiry: string; cvc: string };

/** First six and last four digits, the rest starred. */
export const maskPan = (number: string): string => `${number.slice(0, 6)}${'*'.repeat(Math.max(number.length - 10, 0))}${number.slice(-4)}`;

/**
 * Reads a card form. A number that is not on the list is refused here, before anything is stored or logged,
 * so that a real card typed by mistake leaves no trace.
 */
export function readCard(form: CardForm, at: Date): { card: ReadCard } | { problems: CardProblem[] } {
  const number = form.number.replace(/[\s-]/g, '');
  const card = testCards.find((known) => known.number === number);
  const problems: CardProblem[] = [];
  if (!card) problems.push('card_number');
  if (form.name.trim() === '' || form.name.length > 80) problems.push('card_name');
  const expiry = readExpiry(form.expiry, at);
  if (!expiry) problems.push('card_expiry');
  if (!isSecurityCode(form.cvc)) problems.push('card_cvc');
  return card && problems.length === 0 ? { card: { ...keptOf(card), expiry } } : { problems };
}

/** Reads the form of a card the shop knows by its token: only the security code is asked for. */
export function readSavedCard(maskedPan: string, cvc: string): { card: ReadCard } | { problems: CardProblem[] } {
  const card = cardOfMask(maskedPan);
  if (!card) return { problems: ['card_number'] };
  return isSecurityCode(cvc) ? { card } : { problems: ['card_cvc'] };
}

/** The test card behind a mask. */
export function cardOfMask(maskedPan: string): ReadCard | undefined {
  const card = testCards.find(({ number }) => maskPan(number) === maskedPan);
  return card && keptOf(card);
}

const keptOf = ({ number, scheme, behaviour }: TestCard): ReadCard => ({ maskedPan: maskPan(number), scheme, behaviour });

const isSecurityCode = (text: string): boolean => /^\d{3,4}$/.test(text.trim());

/** "2028-12" for "12/28", "12/2028" or "1228"; undefined once the month is over. */
function readExpiry(text: string, at: Date): string | undefined {
  const [, month = '', digits = ''] = /^\s*(\d{1,2})\s*[/ -]?\s*((?:20)?\d{2})\s*$/.exec(text) ?? [];
  const year = digits.length === 4 ? Number(digits) : 2000 + Number(digits);
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth && Date.UTC(year, Number(month)) > at.getTime() ? `${year}-${month.padStart(2, '0')}` : undefined;
}
