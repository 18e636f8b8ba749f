import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { currencyOf } from '../money.ts';
import { PaymentAnswer } from '../payments/operations-contract.ts';
import { SessionAnswer } from '../sessions/contract.ts';
import { examine } from './exam.ts';
import { type Format, tellBoth, tellPaid } from './exam-deliveries.ts';
import { type Candidate, usualLimits } from './exam-desk.ts';
import { items } from './exam-items.ts';
import { newWebhookSecret } from './signature.ts';
import { verifyCallback, verifyWebhook } from './verify.ts';

const currency = currencyOf('DKK');
if (!currency) throw new Error('DKK is a currency');
const order = { orderId: 'Order-1234', amount: { minor: 24_950n, currency } };
const secret = newWebhookSecret();
const previousSecret = newWebhookSecret();
const callbackSecret = 'callback-secret-0123456789';
const limits = { ...usualLimits, answerMs: 800, praiseMs: 400, waitMs: 2_500, dripMs: 300, hugeBytes: 3_000_000 };
const most = 1_000_000;

type Heard = { headers: IncomingMessage['headers']; body: Buffer; size: number };
type Answering = (heard: Heard, response: ServerResponse) => unknown;
type Receiving = (request: IncomingMessage, response: ServerResponse, answer: Answering) => void;

const verified = ({ headers, body }: Heard, secrets = [secret]): boolean => verifyWebhook({ body, headers, secrets, at: new Date() }).ok;
const answers = (response: ServerResponse, status: number, headers = {}): void => void response.writeHead(status, headers).end();

/** A receiver that does all of it right. */
const rightly: Answering = (heard, response) => answers(response, heard.size > most ? 413 : verified(heard) ? 204 : 401);

/** Reads to the end, keeps what it may, and gives up on who breaks off. */
const readsAll: Receiving = (request, response, answer) => {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  });
  request.on('end', () => answer({ headers: request.headers, body: Buffer.concat(chunks), size }, response));
  request.on('error', () => undefined);
};

/** Opens a receiver on a port of its own, examines it and answers the marks that are not "passed". */
async function examined(answer: Answering, { receive = readsAll, ...changed }: Partial<Candidate> & { receive?: Receiving } = {}) {
  const server = createServer((request, response) => receive(request, response, answer));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  try {
    const card = await examine({ url, format: 'webhook', secret, order, mayRedirect: false, limits, clock: () => new Date(), ...changed });
    const marked = (mark: string) => card.lines.filter((line) => line.mark === mark).map(({ id }) => id);
    return { card, toMend: marked('to_mend'), notTried: marked('not_tried') };
  } finally {
    server.closeAllConnections();
    if (server.listening) server.close();
  }
}

const refusals = ['time_window', 'wrong_signature', 'unsigned', 'altered', 'raw_body'];
const fine = { toMend: [], notTried: [], card: { isPassed: true } };

test('a receiver of webhooks that does all of it right passes every question', async () => {
  const { card, ...marks } = await examined(rightly);
  expect({ card, ...marks }).toMatchObject(fine);
  expect(card.lines).toHaveLength(items.length + 2);
  expect(card.lines.filter(({ mend }) => mend !== undefined)).toEqual([]);
});

for (const format of ['form', 'json'] satisfies Format[]) {
  test(`a receiver of AltaPay callbacks (${format}) that does all of it right passes every question`, async () => {
    const believes: Answering = ({ body, size, headers }, response) => {
      const header = headers['altapay-signature'];
      answers(response, size > most ? 413 : verifyCallback({ body, header, secrets: [callbackSecret], at: new Date() }).ok ? 200 : 403);
    };
    expect(await examined(believes, { format, secret: callbackSecret })).toMatchObject(fine);
  });
}

test('a receiver that holds two secrets passes with both, and one that holds the new one alone does not', async () => {
  const holdsBoth: Answering = (heard, response) => answers(response, heard.size > most ? 413 : verified(heard, [previousSecret, secret]) ? 204 : 401);
  expect(await examined(holdsBoth, { previousSecret })).toMatchObject(fine);
  expect(await examined(rightly, { previousSecret })).toMatchObject({ toMend: ['rotation'], notTried: [] });
});

test('a success address may redirect what it accepts, and nothing else', async () => {
  const redirecting =
    (refusal: number): Answering =>
    ({ body, size, headers }, response) => {
      const isOurs = size <= most && verifyCallback({ body, header: headers['altapay-signature'], secrets: [callbackSecret], at: new Date() }).ok;
      answers(response, isOurs ? 302 : size > most ? 413 : refusal, { location: 'https://shop.example/thanks' });
    };
  const given = { format: 'form', secret: callbackSecret, mayRedirect: true } satisfies Partial<Candidate>;
  expect(await examined(redirecting(401), given)).toMatchObject(fine);
  expect(await examined(redirecting(302), given)).toMatchObject({ toMend: refusals, notTried: [] });
});

const asked = items.map(({ id }) => id);

/** Signed content of one's own making, to build receivers that get it wrong. */
const mac = (text: string): string =>
  createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(text)
    .digest('base64');
const signaturesOf = ({ headers }: Heard): string[] => String(headers['webhook-signature'] ?? '').split(' ');
const signedOver = (heard: Heard, body: string): boolean =>
  signaturesOf(heard).includes(`v1,${mac(`${heard.headers['webhook-id']}.${heard.headers['webhook-timestamp']}.${body}`)}`);
const isRecent = ({ headers }: Heard): boolean => Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) <= 300;

/** A receiver that does it right where `mistake` answers nothing. */
const but =
  (mistake: (heard: Heard, response: ServerResponse) => number | undefined): Answering =>
  (heard, response) => {
    const status = mistake(heard, response);
    if (status === undefined) rightly(heard, response);
    else answers(response, status);
  };

type Mistake = { what: string; toMend: string[]; notTried?: string[]; make: () => { answer: Answering; receive?: Receiving; limits?: Candidate['limits'] } };

const mistakes: Mistake[] = [
  {
    what: 'believes what is not signed',
    toMend: ['unsigned'],
    make: () => ({ answer: but(({ headers }) => (headers['webhook-signature'] ? undefined : 200)) }),
  },
  {
    what: 'believes an empty signature',
    toMend: ['unsigned'],
    make: () => ({ answer: but(({ headers }) => (headers['webhook-signature'] === 'v1,' ? 200 : undefined)) }),
  },
  {
    what: 'has no time window',
    toMend: ['time_window'],
    make: () => ({ answer: but((heard) => (heard.size <= most && signedOver(heard, heard.body.toString()) ? 200 : undefined)) }),
  },
  {
    what: 'takes what comes from the future',
    toMend: ['time_window'],
    make: () => ({
      answer: but((heard) =>
        signedOver(heard, heard.body.toString()) && Number(heard.headers['webhook-timestamp']) > Date.now() / 1000 + 300 ? 200 : undefined,
      ),
    }),
  },
  { what: 'believes everything', toMend: refusals, make: () => ({ answer: (_heard, response) => answers(response, 200) }) },
  {
    what: 'fails at what it does not believe',
    toMend: refusals,
    make: () => ({ answer: but((heard) => (heard.size > most || verified(heard) ? undefined : 500)) }),
  },
  { what: 'says gone to strangers', toMend: refusals, make: () => ({ answer: but((heard) => (heard.size > most || verified(heard) ? undefined : 410)) }) },
  {
    what: 'believes any signature of the right form',
    toMend: ['wrong_signature', 'altered', 'raw_body'],
    make: () => ({ answer: but((heard) => (isRecent(heard) && /^v1,.{44}/.test(signaturesOf(heard)[0] ?? '') && heard.size <= most ? 200 : undefined)) }),
  },
  {
    what: 'believes a stranger who signs the body as it came',
    toMend: ['wrong_signature'],
    make: () => ({
      // Stands for a check that takes the key from the sender: the bytes of the body, the time and the form are looked at.
      answer: but((heard) => {
        if (heard.size > most || !isRecent(heard) || signaturesOf(heard)[0]?.length !== 'v1,'.length + 44) return undefined;
        const event = JSON.parse(heard.body.toString()) as { data: { payment: { amount: { value: number } } } };
        return JSON.stringify(event) === heard.body.toString() && event.data.payment.amount.value === 249.5 ? 200 : undefined;
      }),
    }),
  },
  {
    what: 'writes the JSON again before it checks',
    toMend: ['raw_body'],
    make: () => ({
      answer: but((heard) => (heard.size <= most && isRecent(heard) && signedOver(heard, JSON.stringify(JSON.parse(heard.body.toString()))) ? 200 : undefined)),
    }),
  },
  {
    what: 'looks at the first signature only',
    toMend: ['rotation'],
    make: () => ({
      answer: but((heard) =>
        heard.size <= most && verified({ ...heard, headers: { ...heard.headers, 'webhook-signature': signaturesOf(heard)[0] } })
          ? 204
          : heard.size > most
            ? 413
            : 401,
      ),
    }),
  },
  {
    what: 'fails at what it has heard before',
    toMend: ['duplicate'],
    make: () => {
      const seen = new Set<unknown>();
      return {
        answer: but((heard) => {
          const id = heard.headers['webhook-id'];
          if (seen.has(id)) return 500;
          if (heard.size <= most && verified(heard)) seen.add(id);
          return undefined;
        }),
      };
    },
  },
  {
    what: 'refuses older news',
    toMend: ['out_of_order'],
    make: () => {
      const last = new Map<string, number>();
      return {
        answer: but((heard) => {
          if (heard.size > most || !verified(heard)) return undefined;
          const { data, sequence } = JSON.parse(heard.body.toString()) as { sequence: number; data: { payment: { paymentId: string } } };
          if (sequence < (last.get(data.payment.paymentId) ?? 0)) return 409;
          last.set(data.payment.paymentId, sequence);
          return undefined;
        }),
      };
    },
  },
  {
    what: 'takes one at a time',
    toMend: ['at_once'],
    make: () => {
      let isBusy = false;
      return {
        answer: (heard, response) => {
          if (isBusy) return answers(response, 503);
          isBusy = true;
          setTimeout(() => {
            isBusy = false;
            rightly(heard, response);
          }, 20);
        },
      };
    },
  },
  {
    what: 'has no patience with a slow connection',
    toMend: ['slow'],
    make: () => ({
      answer: rightly,
      receive: (request, response, answer) => {
        const isSmall = Number(request.headers['content-length']) < most;
        const impatience = setTimeout(() => isSmall && answers(response, 408), 150);
        request.on('end', () => clearTimeout(impatience)).on('close', () => clearTimeout(impatience));
        readsAll(request, response, (heard) => response.headersSent || answer(heard, response));
      },
    }),
  },
  {
    what: 'stumbles after one that broke off',
    toMend: ['broken_off'],
    make: () => {
      let stumbles = 0;
      return {
        answer: but(() => {
          stumbles -= 1;
          return stumbles >= 0 ? 500 : undefined;
        }),
        receive: (request, response, answer) => {
          request.on('error', () => {
            stumbles = 1;
          });
          readsAll(request, response, answer);
        },
      };
    },
  },
  {
    what: 'dies of one that broke off',
    toMend: ['broken_off'],
    notTried: asked.slice(asked.indexOf('broken_off') + 1),
    make: () => ({
      answer: rightly,
      receive: (request, response, answer) => {
        request.on('error', () => die(request));
        readsAll(request, response, answer);
      },
    }),
  },
  {
    what: 'is late, but within what is allowed',
    toMend: [],
    make: () => ({ answer: (heard, response) => void setTimeout(rightly, 20, heard, response), limits: { ...limits, praiseMs: 5 } }),
  },
  {
    what: 'is later than is allowed',
    toMend: ['quick'],
    make: () => ({ answer: (heard, response) => void setTimeout(rightly, 100, heard, response), limits: { ...limits, answerMs: 50, praiseMs: 5 } }),
  },
  { what: 'never answers', toMend: ['good'], notTried: ['redirect', ...asked], make: () => ({ answer: () => undefined }) },
  {
    what: 'has another secret',
    toMend: ['good'],
    notTried: ['redirect', ...asked],
    make: () => ({ answer: (heard, response) => answers(response, verified(heard, [newWebhookSecret()]) ? 204 : 401) }),
  },
  {
    what: 'redirects',
    toMend: ['redirect'],
    notTried: ['good', ...asked],
    make: () => ({ answer: (_heard, response) => answers(response, 301, { location: 'https://shop.example/hook/' }) }),
  },
  { what: 'fails at a huge body', toMend: ['huge'], make: () => ({ answer: but((heard) => (heard.size > most ? 500 : undefined)) }) },
  { what: 'hangs at a huge body', toMend: ['huge'], make: () => ({ answer: (heard, response) => heard.size > most || rightly(heard, response) }) },
  {
    what: 'cuts off a huge body without a word',
    toMend: ['huge'],
    make: () => ({
      answer: rightly,
      receive: (request, response, answer) => {
        if (Number(request.headers['content-length']) > most) request.socket.resetAndDestroy();
        else readsAll(request, response, answer);
      },
    }),
  },
  {
    what: 'dies of a huge body',
    toMend: ['huge'],
    notTried: ['quick'],
    make: () => ({
      answer: rightly,
      receive: (request, response, answer) => {
        if (Number(request.headers['content-length']) > most) die(request);
        else readsAll(request, response, answer);
      },
    }),
  },
  {
    what: 'says 413 before a huge body is there',
    toMend: [],
    make: () => ({
      answer: rightly,
      receive: (request, response, answer) => {
        if (Number(request.headers['content-length']) > most) answers(response, 413, { connection: 'close' });
        else readsAll(request, response, answer);
      },
    }),
  },
];

/** What a process that ends leaves: a reset connection, and nobody who listens. */
function die(request: IncomingMessage): void {
  // Node gives each socket of a server the server it came to; its types leave it out.
  const { server } = request.socket as unknown as { server: ReturnType<typeof createServer> };
  server.close();
  server.closeAllConnections();
  request.socket.destroy();
}

for (const { what, toMend, notTried = [], make } of mistakes) {
  test(`a receiver that ${what} gets ${toMend.length > 0 ? `the mark for ${toMend.join(', ')}` : 'no mark'}`, async () => {
    const { answer, ...rest } = make();
    const found = await examined(answer, rest);
    expect(found).toMatchObject({ toMend, notTried, card: { isPassed: toMend.length === 0 } });
    for (const { mark, mend } of found.card.lines) expect(mend !== undefined).toBe(mark === 'to_mend');
  });
}

test('how soon it answers is told: praised, allowed, or to mend', async () => {
  const told = async (changed: Partial<Candidate['limits']>) => {
    const { card } = await examined((heard, response) => void setTimeout(rightly, 20, heard, response), { limits: { ...limits, ...changed } });
    return card.lines.find(({ id }) => id === 'quick');
  };
  expect(await told({ praiseMs: 2_000, answerMs: 10_000 })).toMatchObject({ mark: 'passed', seen: expect.stringMatching(/well done$/) });
  expect(await told({ praiseMs: 5, answerMs: 10_000 })).toMatchObject({ mark: 'passed', seen: expect.stringMatching(/; 10 s are allowed/) });
  expect(await told({ praiseMs: 5, answerMs: 10 })).toMatchObject({ mark: 'to_mend', mend: expect.stringContaining('Answer within') });
});

test('nobody at the address is told as that', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  const { card } = await examined(rightly, { url: new URL(`http://127.0.0.1:${port}/`) });
  expect(card.lines[0]).toMatchObject({ id: 'good', mark: 'to_mend', seen: 'nothing listens there' });
});

test('the events of the exam hold a session and a payment as the API answers them', () => {
  for (const { id, body } of tellBoth({ format: 'webhook', order, at: new Date() })) {
    const event = JSON.parse(body) as { id: string; data: { session: unknown; payment: unknown } };
    expect(event).toMatchObject({ id, mode: 'test', type: expect.stringMatching(/^payment\.(authorized|captured)$/) });
    expect(SessionAnswer.parse(event.data.session)).toEqual(event.data.session);
    expect(PaymentAnswer.parse(event.data.payment)).toEqual(event.data.payment);
  }
});

test('the deliveries speak of the order the merchant names', () => {
  const told = (format: Format) => tellPaid({ format, order, at: new Date() }).body;
  expect(new URLSearchParams(told('form')).get('shop_orderid')).toBe('Order-1234');
  expect(new URLSearchParams(told('form')).get('amount')).toBe('249.50');
  expect(JSON.parse(told('json'))).toMatchObject({ status: 'SUCCEEDED', order: { orderId: 'Order-1234', amount: 249.5, currency: 'DKK' } });
  expect(JSON.parse(told('webhook'))).toMatchObject({ data: { session: { order: { orderId: 'Order-1234', amount: { value: 249.5, currency: 'DKK' } } } } });
});
