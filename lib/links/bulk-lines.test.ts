import { expect, test } from '@playwright/test';
import { refusal } from '#lib/testing/refusal.ts';
import { bulkLines } from './bulk-lines.ts';
import { bulkLinksContract, SessionWithLinkBody } from './contract.ts';

const read = (type: string, text: string) => bulkLines(new Request('http://localhost/', { method: 'POST', headers: { 'content-type': type } }), text);

const refused = (type: string, text: string): string => {
  const { code, message } = refusal(() => read(type, text));
  return `${code}: ${message}`;
};

test('a JSON array, NDJSON and CSV of the same links are the same lines', () => {
  const csv = 'orderId,amount,currency,description,email,validityTime,extendable\r\nA-1,49.50,DKK,"Mug, blue",a@example.com,60,false\r\nA-2,10,EUR,,,,\r\n';
  const parsed = read('text/csv; charset=utf-8', csv).map((line) => SessionWithLinkBody.parse(line.read()));
  expect(parsed).toMatchObject([
    {
      order: {
        orderId: 'A-1',
        amount: { value: 49.5, currency: 'DKK' },
        orderLines: [{ description: 'Mug, blue', quantity: 1, unitPrice: 49.5 }],
        customer: { email: 'a@example.com' },
      },
      link: { validityTime: 60, extendable: false },
    },
    { order: { orderId: 'A-2', orderLines: [{ description: 'A-2' }] }, link: { validityTime: 20_160, extendable: true } },
  ]);
  const values = parsed.map((value) => JSON.parse(JSON.stringify(value)) as object);
  const valuesOf = (type: string, text: string) => read(type, text).map((line) => line.read());
  expect(valuesOf('application/json', JSON.stringify(values))).toEqual(values);
  expect(valuesOf('application/x-ndjson', `\n${values.map((value) => JSON.stringify(value)).join('\r\n')}\n\n`)).toEqual(values);
});

test('a spreadsheet’s semicolons, byte order mark, blank lines and spaces are taken', () => {
  const [line] = read('text/csv', '\ufefforderId; amount ;currency\r\n\r\n A-1 ; 12.00;SEK \r\n');
  expect(line?.read()).toMatchObject({ order: { orderId: 'A-1', amount: { value: 12, currency: 'SEK' } } });
});

test('one line of NDJSON that cannot be read is that line’s matter', () => {
  const lines = read('application/x-ndjson', '{"a":1}\n{oops\n[]');
  expect([lines[0]?.read(), lines[2]?.read()]).toEqual([{ a: 1 }, []]);
  expect(() => lines[1]?.read()).toThrow('not valid JSON');
});

test('what a number or a truth should be and is not stays as it was written, and is refused by its field', () => {
  for (const [amount, extendable] of [
    ['10,50', 'yes'],
    ['€10', '1'],
    ['1e3', 'TRUE'],
    ['49.99999999999999999', 'x'],
  ]) {
    const [line] = read('text/csv', `orderId;amount;currency;extendable\nA;${amount};DKK;${extendable}`);
    const parsed = SessionWithLinkBody.safeParse(line?.read());
    const paths = parsed.error?.issues.map(({ path }) => path.join('/'));
    expect(paths).toEqual(['order/amount/value', 'order/orderLines/0/unitPrice', 'link/extendable']);
  }
});

test('a body that is no list, is empty, too long or has an unknown column is refused as a whole', () => {
  expect(refused('application/json', '{"order":{}}')).toMatch(/^invalid_field: .*JSON array/);
  expect(refused('application/json', '[')).toMatch(/^malformed_json/);
  expect(refused('application/json', '[]')).toMatch(/^invalid_field: .*nothing/);
  expect(refused('application/x-ndjson', '\n\n')).toMatch(/^invalid_field: .*nothing/);
  expect(refused('application/x-ndjson', '{}\n'.repeat(1_001))).toMatch(/^invalid_field: .*at most 1000 links/);
  expect(refused('text/csv', `orderId\n${'A\n'.repeat(1_001)}`)).toMatch(/^invalid_field: .*at most 1000/);
  expect(refused('text/csv', 'orderId,price\nA,1')).toMatch(/^invalid_field: "price" is no column. The columns are orderId, amount/);
  expect(refused('text/csv', 'orderId,amount,amount\nA,1,2')).toMatch(/^invalid_field: The column "amount" is there twice/);
  expect(refused('text/csv', `${'amount,'.repeat(1_000_000)}\n1`)).toMatch(/^invalid_field: The first row must name columns/);
  expect(refused('text/csv', 'orderId,amount\nA')).toMatch(/^invalid_field: The CSV cannot be read/);
  expect(refused('text/csv', 'orderId,amount\n"A,1')).toMatch(/^invalid_field: The CSV cannot be read/);
});

test('what the reference shows for an example is taken', () => {
  for (const [type, example] of Object.entries(bulkLinksContract.takes)) {
    for (const line of read(type, example)) expect(SessionWithLinkBody.safeParse(line.read()).error, type).toBeUndefined();
  }
});

test('no line is read before it is known that there are not too many, and none that is longer than a body', () => {
  const parse = JSON.parse;
  const parsed: string[] = [];
  JSON.parse = (...given) => {
    parsed.push(given[0]);
    return parse(...given) as unknown;
  };
  let told = '';
  try {
    told = refused('application/x-ndjson', 'x\n'.repeat(4_000_000));
  } finally {
    JSON.parse = parse;
  }
  expect([told, parsed]).toEqual([expect.stringMatching(/^invalid_field: .*at most 1000/), []]);
  const [long, short] = read('application/x-ndjson', `{"a":"${'x'.repeat(256 * 1024)}"}\n{}`);
  expect(() => long?.read()).toThrow('A line may have');
  expect(short?.read()).toEqual({});
});

test('what is nested deeper than can be written out is read as a value like any other', () => {
  const deep = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
  for (const [type, text] of [
    ['application/json', `[${deep},{}]`],
    ['application/x-ndjson', `${deep}\n{}`],
  ] as const) {
    const [first, second] = read(type, text);
    expect(SessionWithLinkBody.safeParse(first?.read()).success).toBe(false);
    expect(second?.read()).toEqual({});
  }
});
