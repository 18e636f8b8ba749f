import { expect, test } from '@playwright/test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { currencyOf } from '#lib/money.ts';
import { readAmount, wireAmount } from './amounts.ts';
import { readShopAnswer } from './callbacks.ts';
import { type CardBehaviour, cardBehaviours, maskPan, readCard, testCards } from './cards.ts';
import { callbackChecksum } from './checksum.ts';
import { FormError, parseForm } from './form.ts';
import { checkPaymentRequest } from './payment-requests.ts';
import { findTerminal, type Terminal, terminals } from './terminals.ts';
import { codeCheck, isChargedBack, judgeOperation, judgePayment, needsChallenge, recommendationFor } from './triggers.ts';
import { element, envelope } from './xml.ts';

const money = (code: string, minor: bigint) => {
  const currency = currencyOf(code);
  if (!currency) throw new Error(`${code} is a currency`);
  return { currency, minor };
};
const at = (identifier: string): Terminal => {
  const found = terminals.find((terminal) => terminal.identifier === identifier);
  if (!found) throw new Error(`there is a terminal for ${identifier}`);
  return found;
};
const [card, wallet, bank, invoice] = [at('CreditCard'), at('MobilePay'), at('BankPayment'), at('Klarna')];
const asked = (terminal: Terminal, minor: bigint, type = 'payment') => ({ terminal, amount: money('DKK', minor), type });

test.describe('form bodies', () => {
  test('nested keys become nested members, in order and with free indexes', () => {
    const form = parseForm('a=1&config%5Bcallback_ok%5D=https%3A%2F%2Fx&orderLines[0][itemId]=s&orderLines[1][itemId]=t&tags[]=x&tags[]=y');
    expect(JSON.parse(JSON.stringify(form))).toEqual({
      a: '1',
      config: { callback_ok: 'https://x' },
      orderLines: { 0: { itemId: 's' }, 1: { itemId: 't' } },
      tags: { 0: 'x', 1: 'y' },
    });
  });

  test('no key reaches a prototype', () => {
    const form = parseForm('__proto__[polluted]=1&constructor[prototype][polluted]=1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(form)).toEqual(['__proto__', 'constructor']);
  });

  for (const bad of ['[a]=1', 'a[b=1', 'a]b[=1', 'a[b][c][d][e]=1']) {
    test(`the malformed name in "${bad}" is refused`, () => expect(() => parseForm(bad)).toThrow(FormError));
  }

  for (const bad of ['a=%00', 'a%00b=1', 'config[a]=x%00']) test(`NUL in "${bad}" is refused`, () => expect(() => parseForm(bad)).toThrow(FormError));

  test('more than 2,000 fields are refused', () => {
    expect(() => parseForm(Array.from({ length: 2001 }, (_, index) => `k${index}=1`).join('&'))).toThrow(FormError);
  });
});

test('every text survives XML: markup is escaped, what XML forbids is replaced', () => {
  const text = `<a href="x">&'\u0000\ud800 é 😀 ]]>`;
  const xml = envelope({ path: 'payments', at: new Date('2026-01-05T09:25:19.123Z') }, [element('Name', text, { title: text })]);
  expect(XMLValidator.validate(xml)).toBe(true);
  const parsed = new XMLParser({ ignoreAttributes: false, htmlEntities: false, trimValues: false }).parse(xml);
  expect(parsed.APIResponse.Body.Name['#text']).toBe(`<a href="x">&'\ufffd\ufffd é 😀 ]]>`);
  expect(parsed.APIResponse.Header).toMatchObject({ Date: '2026-01-05T09:25:19+00:00', Path: 'API/payments', ErrorCode: 0 });
});

test('a header error has a code and no body', () => {
  const xml = envelope({ path: 'x', at: new Date(0), errorCode: 401, errorMessage: 'no' });
  expect(xml).toContain('<ErrorCode>401</ErrorCode><ErrorMessage>no</ErrorMessage>');
  expect(xml).not.toContain('<Body');
});

test('the checksum is md5 over the sorted members with the secret among them', () => {
  // md5 of "amount=12.50,currency=208,secret=s3cret,shop_orderid=A-1", computed with md5sum.
  expect(callbackChecksum({ amount: '12.50', currency: '208', shop_orderid: 'A-1' }, 's3cret')).toBe('118787f915214d8b7e887380213efbe3');
});

test.describe('amounts', () => {
  test('two decimals at most, above zero, and never rounded', () => {
    const { currency: dkk } = money('DKK', 0n);
    const { currency: jpy } = money('JPY', 0n);
    const { currency: kwd } = money('KWD', 0n);
    expect(['12.5', '12.50', '12', '0.01'].map((text) => readAmount(text, dkk))).toEqual([1250n, 1250n, 1200n, 1n]);
    expect(['0', '0.00', '-1', '1.234', '1,50', '', '1e3', ' 1'].map((text) => readAmount(text, dkk))).toEqual(Array(8).fill(undefined));
    expect([readAmount('1000.00', jpy), readAmount('1000.50', jpy), readAmount('1.25', kwd)]).toEqual([1000n, undefined, 1250n]);
  });

  test('the wire shows two decimals whatever the currency has', () => {
    expect([money('DKK', 1250n), money('JPY', 1000n), money('KWD', 1250n)].map(wireAmount)).toEqual(['12.50', '1000.00', '1.25']);
  });
});

test.describe('the bank', () => {
  test('decides by amount', () => {
    const kinds = (terminal: Terminal, ...minors: bigint[]) => minors.map((minor) => judgePayment(asked(terminal, minor)).kind);
    expect(kinds(card, 566n, 567n, 568n, 1566n, 1666n, 100n)).toEqual(['declined', 'error', 'approved', 'approved', 'approved', 'approved']);
    for (const each of ['MobilePay', 'Vipps', 'SwishSweden', 'Twint', 'Payconiq', 'PayPal'])
      expect(kinds(at(each), 566n, 1566n, 1567n)).toEqual(['declined', 'declined', 'error']);
    expect([...kinds(bank, 568n, 569n), ...kinds(invoice, 568n, 569n)]).toEqual(['open', 'approved', 'open', 'approved']);
    expect([1666n, 1667n, 1668n].map((minor) => judgePayment(asked(card, minor, 'verifyCard')).kind)).toEqual(['declined', 'error', 'approved']);
    expect([571n, 572n, 573n, 574n].map((minor) => codeCheck(asked(card, minor)))).toEqual(['Matched', 'Not_Matched', 'Not_Applicable', 'Not_Attempted']);
    expect([codeCheck(asked(wallet, 572n)), codeCheck(asked(card, 1n), 'wrong_cvc')]).toEqual(['Not_Applicable', 'Not_Matched']);
    expect([10100n, 10200n, 11000n, 100n].map((minor) => recommendationFor(money('EUR', minor)))).toEqual(['Accept', 'Challenge', 'Deny', 'Unknown']);
    expect([needsChallenge('approve', money('EUR', 568n)), needsChallenge('challenge', money('EUR', 1n)), needsChallenge('approve', money('EUR', 1n))]).toEqual(
      [true, true, false],
    );
    expect([isChargedBack(money('EUR', 1967n)), isChargedBack(money('JPY', 1967n))]).toEqual([true, false]);
  });

  test('decides operations by amount', () => {
    const verdicts = (['capture', 'release', 'refund'] as const).flatMap((kind, index) =>
      [766n, 767n].map((minor) => judgeOperation(kind, money('DKK', minor + BigInt(index) * 100n), card)),
    );
    expect(verdicts).toEqual(['failed', 'error', 'failed', 'error', 'failed', 'error']);
    expect(judgeOperation('capture', money('DKK', 866n), card)).toBe('approved');
    expect([invoice, card].map((terminal) => judgeOperation('capture', money('DKK', 768n), terminal))).toEqual(['open', 'approved']);
  });

  test('decides by card', () => {
    const judged = (behaviour: CardBehaviour) => judgePayment(asked(card, 100n), behaviour);
    expect(Object.fromEntries(cardBehaviours.map((behaviour) => [behaviour, judged(behaviour).kind]))).toEqual({
      approve: 'approved',
      challenge: 'approved',
      decline: 'declined',
      insufficient_funds: 'declined',
      expired: 'declined',
      wrong_cvc: 'declined',
      limit: 'declined',
      lost: 'declined',
      stolen: 'declined',
      unavailable: 'error',
      error: 'error',
    });
  });

  test('the words for a lost or stolen card are those for any card that is not taken', () => {
    const [lost, stolen] = (['lost', 'stolen'] as const).map((behaviour) => judgePayment(asked(card, 100n), behaviour));
    expect(lost).toHaveProperty('customerMessage', 'The card was not accepted. Please try another card.');
    expect(stolen).toHaveProperty('customerMessage', 'The card was not accepted. Please try another card.');
  });
});

test.describe('cards', () => {
  const at = new Date('2026-11-22T00:00:00Z');
  const form = { number: '4111 1111 1111 1111', name: 'Ada Berg', expiry: '12/30', cvc: '123' };

  test('only published test cards are taken, and only their mask is kept', () => {
    expect(readCard(form, at)).toEqual({ card: { maskedPan: '411111******1111', scheme: 'Visa', behaviour: 'approve', expiry: '2030-12' } });
    expect(readCard({ ...form, number: '4242424242424242' }, at)).toEqual({ problems: ['card_number'] });
    for (const { number } of testCards) expect(maskPan(number)).toMatch(/^\d{6}\*{6}\d{4}$/);
  });

  test('each behaviour has a card, and each card a number that is well-formed and its own', () => {
    const isLuhn = (number: string) =>
      [...number]
        .reverse()
        .reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : Math.floor(Number(digit) / 5) + ((Number(digit) * 2) % 10)), 0) %
        10 ===
      0;
    const numbers = testCards.map(({ number }) => number);
    // AltaPay's own trigger cards end in the digits of the amount they stand for, so not all of them pass the check.
    expect(numbers.filter((number) => number.startsWith('4000') && !isLuhn(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(testCards.map(({ behaviour }) => behaviour))).toEqual(new Set(cardBehaviours));
  });

  test('a past month, a missing name and a wrong code are named', () => {
    expect(readCard({ ...form, name: ' ', expiry: '10/26', cvc: '12a' }, at)).toEqual({ problems: ['card_name', 'card_expiry', 'card_cvc'] });
    const isGood = (expiry: string) => 'card' in readCard({ ...form, expiry }, at);
    expect(['11/26', '1126', '11 / 2026', '1/27'].map(isGood)).toEqual([true, true, true, true]);
    expect(['13/27', '00/27', '2027', '', '11/19'].map(isGood)).toEqual([false, false, false, false, false]);
  });
});

test.describe('createPaymentRequest', () => {
  const valid = { terminal: card.title, shop_orderid: 'A-1', amount: '12.50', currency: 'DKK' };
  const check = (changed: Record<string, string>) => checkPaymentRequest(parseForm(new URLSearchParams({ ...valid, ...changed }).toString()));

  test('a right one is read, by alpha or numeric currency', () => {
    for (const currency of ['DKK', '208']) expect(check({ currency })).toMatchObject({ amountMinor: 1250n, currency: 'DKK', type: 'payment' });
  });

  const wrong: Record<string, string>[] = [
    { terminal: 'Nothing' },
    { terminal: wallet.title, currency: 'USD' },
    { currency: 'XXX' },
    { amount: '12.505' },
    { shop_orderid: 'A/1' },
    { shop_orderid: 'a'.repeat(101) },
    { type: 'refund' },
    { type: 'subscription', terminal: bank.title },
    { type: 'verifyCard', terminal: wallet.title },
    { amount: '0.00' },
    { language: 'xx' },
    { payment_source: 'fax' },
    { account_offer: 'maybe' },
    { sale_reconciliation_identifier: 'x'.repeat(101) },
    { sales_tax: '1,50' },
    { customer_created_date: '22/11/2026' },
    { session_id: 'x'.repeat(51) },
    { 'customer_info[billing_country]': 'DNK' },
    { 'customer_info[birthdate]': '1984' },
    { 'agreement[type]': 'forever' },
    { 'config[callback_ok]': 'javascript:alert(1)' },
    { 'config[callback_mobile_app_redirect]': 'javascript:alert(1)' },
  ];
  for (const changed of wrong) test(`${JSON.stringify(changed).slice(0, 70)} is refused`, () => expect(check(changed)).toHaveProperty('refused'));

  const line = (given: Record<string, string>) => {
    const whole = { description: 'Shirt', itemId: 's', quantity: '2', unitPrice: '5.00', taxAmount: '2.50', goodsType: 'item', ...given };
    return Object.fromEntries(Object.entries(whole).map(([key, value]) => [`orderLines[0][${key}]`, value]));
  };
  const wrongLines: Record<string, string>[] = [
    { description: 'x'.repeat(51) },
    { description: '' },
    { itemId: '' },
    { quantity: 'two' },
    { unitPrice: '5,00' },
    { taxPercent: 'low' },
    { goodsType: 'food' },
    { imageUrl: 'shirt.png' },
    { unitPrice: '5.02' },
    { taxAmount: '' },
  ];
  for (const given of wrongLines) {
    test(`an order line with ${JSON.stringify(given).slice(0, 40)} is refused`, () => expect(check(line(given))).toHaveProperty('refused'));
  }

  test('order lines make up the amount with their tax and discount, to a cent a line', () => {
    for (const given of [{}, { taxAmount: '', taxPercent: '25' }, { unitPrice: '10.00', discount: '50' }, { unitPrice: '5.005' }])
      expect(check(line(given)), JSON.stringify(given)).not.toHaveProperty('refused');
    expect(check(line({ unitPrice: '6.00' }))).toEqual({ refused: 'orderLines make 14.50, and the amount is 12.50' });
  });

  test('every type is taken where the method can, and a card can be checked for nothing', () => {
    for (const type of ['payment', 'paymentAndCapture', 'subscription', 'subscriptionAndCharge', 'subscriptionAndReserve', 'verifyCard'])
      expect(check({ type })).toMatchObject({ type });
    expect(check({ type: 'verifyCard', amount: '0.00' })).toMatchObject({ amountMinor: 0n });
  });

  test('"{currency}" in a terminal stands for the currency', () => {
    const { currency } = money('DKK', 0n);
    expect(findTerminal('My {currency} Terminal', currency, [{ ...card, title: 'My DKK Terminal' }])?.title).toBe('My DKK Terminal');
  });
});

test.describe('a shop’s answer', () => {
  const read = (status: number, body: string, location?: string) => readShopAnswer({ outcome: 'answered', status, location, body }, 'https://shop.test/ok');

  test('30x and meta refresh send the customer on, relative to the callback', () => {
    expect(read(303, '', '/thanks?a=1')).toEqual({ location: 'https://shop.test/thanks?a=1' });
    expect(read(200, '<html><meta http-equiv="refresh" content="0; url=https://shop.test/x?a=1&amp;b=2"></html>')).toEqual({
      location: 'https://shop.test/x?a=1&b=2',
    });
  });

  test('an address that is not http(s) is never followed', () => {
    expect(read(302, 'words', 'javascript:alert(1)')).toEqual({ words: 'words' });
  });

  test('HTML is told as words, without its scripts', () => {
    expect(read(200, '<style>p{}</style><p>Thank you &amp; bye</p><script>alert("x")</script><p>Order 1</p>')).toEqual({ words: 'Thank you & bye\nOrder 1' });
  });

  test('an error is no delivery', () => {
    expect([read(404, ''), read(500, ''), readShopAnswer({ outcome: 'unreachable', reason: 'timeout' }, 'https://shop.test')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
