import type { DeclineReason } from '#lib/gateways/gateway.ts';

/**
 * Why a payment failed, from the code it failed with: the gateway's ReasonCode or, when that says NONE, the
 * transaction's status. `other` for none and for any code this connector cannot read. AltaPay publishes no list of
 * reason codes, so words are looked for in whatever spelling, and a reason is given only for words that leave no doubt.
 */
export function declineReason(code: string | undefined): DeclineReason {
  const words = (code ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
  const bare = words.replace(/^(?:(?:failed|error|declined|reason|code|card)_)+(?=.)/, '');
  const whole = wholeCodes.get(words) ?? wholeCodes.get(bare);
  if (whole) return whole;
  const letters = words.replaceAll('_', '');
  return parts.find(([, known]) => known.some((part) => letters.includes(part)))?.[0] ?? 'other';
}

/** Codes that mean something only as a whole. Two characters are the answer of a card's bank by ISO 8583 (field 39). */
const wholeCodes = new Map<string, DeclineReason>([
  // The shop itself said no just before the money moved: its own words say why.
  ['order_not_confirmed', 'other'],
  ['error', 'try_later'],
  ['nsf', 'insufficient_funds'],
  ...named('insufficient_funds', '51'),
  ...named('expired_card', '33 54'),
  ...named('wrong_details', '14 15 82 n7'),
  ...named('limit_exceeded', '61 65'),
  ...named('card_not_accepted', '04 07 36 41 43 46 57 58 59 62 63 78'),
  ...named('not_confirmed', '1a 38 55 70 75'),
  ...named('try_later', '06 09 19 22 68 90 91 92 96'),
]);

function named(reason: DeclineReason, codes: string): [string, DeclineReason][] {
  return codes.split(' ').map((code) => [code, reason]);
}

/** Letters and digits that occur in a code, without what stands between them. The first reason that fits is taken. */
const parts: readonly (readonly [DeclineReason, readonly string[]])[] = [
  [
    'not_confirmed',
    (
      '3dsecure 3ds threeds threedsecure authenticationfailed authenticationrejected authenticationdeclined authenticationtimeout ' +
      'authenticationerror authenticationrequired authenticationcancelled notauthenticated strongcustomer scarequired softdecline ' +
      'challengefailed challengetimeout challengecancelled toomanytries toomanycodes pintry pintries wrongpin incorrectpin invalidpin ' +
      'rejectedbyuser rejectedbycustomer userrejected customerrejected paymentnotconfirmed confirmationfailed'
    ).split(' '),
  ],
  ['insufficient_funds', 'insufficientfund insufficientmoney insufficientbalance notsufficientfund notenoughfund notenoughmoney exceedsbalance'.split(' ')],
  ['expired_card', 'expiredcard cardexpired cardisexpired cardhasexpired'.split(' ')],
  [
    'wrong_details',
    (
      'cvc cvv securitycode luhn cardlength cardnumber accountnumber invalidnumber incorrectnumber wrongnumber nosuchcard nosuchnumber nosuchissuer ' +
      'invalidexp incorrectexp wrongexp invaliddate expirydate expirationdate cardholdername'
    ).split(' '),
  ],
  [
    'limit_exceeded',
    'limitexceeded limitreached exceedslimit exceedscard exceedswithdrawal exceedsamount overlimit velocity withdrawallimit cardlimit frequencyexceeded'.split(
      ' ',
    ),
  ],
  [
    'card_not_accepted',
    (
      'lostcard cardlost stolen pickup retaincard blockedcard cardblocked cardisblocked blacklist restrictedcard cardrestricted ' +
      'notpermitted cardnotallowed transactionnotallowed notaccepted cardnotsupported cardtype unsupportedcard schemenot brandnot countrynot countryblocked cardcountry ' +
      'inactivecard cardinactive notactivated cardclosed accountclosed closedaccount fraud securityviolation invalidcard cardinvalid'
    ).split(' '),
  ],
  // Advice of a bank that never wants to see the card again.
  ['card_not_accepted', 'donottry notretry noretry'.split(' ')],
  [
    'try_later',
    (
      'acquirererror acquirerdown acquirernot issuererror issuerdown issuernot issuerinop timeout timedout technical systemerror systemfailure ' +
      'systemmalfunction processingerror internalerror communicationerror connectionerror connectionlost unavailable tryagain trylater temporar ' +
      // TransactionStatus of a failure nobody explained: the bank did not say no, something broke.
      'preautherror epaymenterror'
    ).split(' '),
  ],
];
