import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from './mail-settings.ts';
import { type Mail, type Sent, sendMail, smtpWaits } from './smtp.ts';

const mail: Mail = {
  id: '01990000-0000-7000-8000-000000000001',
  to: 'ada@example.com',
  fromName: 'Shop',
  replyTo: undefined,
  language: 'en',
  subject: 'Receipt',
  text: 'Hello',
  html: '<p>Hello</p>',
  attachment: { filename: 'receipt.pdf', content: new Uint8Array([1, 2, 3]) },
};

const settings = (port: number, given: Partial<MailSettings> = {}): MailSettings => ({
  host: '127.0.0.1',
  port,
  isSecure: false,
  needsTls: false,
  login: undefined,
  from: { name: undefined, address: 'receipts@pay.example' },
  ...given,
});

const refusing = (responseCode: number) => Object.assign(new Error('ada@example.com is not wanted'), { responseCode });

const handOver = () => Promise.resolve();
type Trial = { settings?: Partial<MailSettings>; handOver?: () => Promise<void>; waits?: { message: number; answer: number } };

/** What becomes of a mail at a server that behaves like this, and how many it took. */
async function sentTo(options: ConstructorParameters<typeof SMTPServer>[0], trial: Trial = {}): Promise<[Sent, number]> {
  let taken = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, done) => {
      stream.resume().on('end', () => {
        taken += 1;
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.server.address() as AddressInfo;
  const sent = await sendMail(settings(port, trial.settings), mail, trial.handOver ?? handOver, trial.waits);
  for (const connection of server.connections) connection.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return [sent, taken];
}

test('a mail that the server takes is sent', async () => {
  expect(await sentTo({})).toEqual([{ outcome: 'sent' }, 1]);
});

test('where TLS is needed nothing goes out in clear text', async () => {
  const [sent, taken] = await sentTo({}, { settings: { needsTls: true } });
  expect([sent, taken]).toEqual([{ outcome: 'failed', code: expect.any(String), isOurs: true }, 0]);
});

test('what is refused of recipient or message is final; what is put off is tried again, and what is refused of us uses up no try', async () => {
  expect(await sentTo({ onRcptTo: (_address, _session, done) => done(refusing(550)) })).toEqual([{ outcome: 'refused', code: '550' }, 0]);
  expect(await sentTo({ onRcptTo: (_address, _session, done) => done(refusing(450)) })).toEqual([{ outcome: 'failed', code: '450', isOurs: false }, 0]);
  expect(await sentTo({ onMailFrom: (_address, _session, done) => done(refusing(550)) })).toEqual([{ outcome: 'failed', code: '550', isOurs: true }, 0]);
  expect(await sentTo({ onConnect: (_session, done) => done(refusing(554)) })).toEqual([{ outcome: 'failed', code: '554', isOurs: true }, 0]);
  for (const code of [421, 530]) {
    const answered = await sentTo({ onRcptTo: (_address, _session, done) => done(refusing(code)) });
    expect(answered).toEqual([{ outcome: 'failed', code: String(code), isOurs: true }, 0]);
  }
  const refusesMessage = await sentTo({ onData: (stream, _session, done) => void stream.resume().on('end', () => done(refusing(554))) });
  expect(refusesMessage).toEqual([{ outcome: 'refused', code: '554' }, 0]);
});

test('a wrong login is the operator’s to put right, and is tried again', async () => {
  const login = { user: 'pay', pass: 'wrong' };
  const options = {
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth: unknown, _session: unknown, done: (error: Error) => void) => done(refusing(535)),
  };
  expect(await sentTo(options, { settings: { login } })).toEqual([{ outcome: 'failed', code: '535', isOurs: true }, 0]);
});

test('a server that is away, and one that hangs up, are failures and never thrown', async () => {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await sendMail(settings(port), mail, handOver)).toMatchObject({ outcome: 'failed', isOurs: true });
  await once(server.close(), 'close');
  expect(await sendMail(settings(port), mail, handOver)).toMatchObject({ outcome: 'failed', isOurs: true });
});

/** Takes the whole message; what it says then is up to `end`. */
const takesAndThen = (end: (done: (error?: Error) => void, connections: Set<{ close: () => void }>) => void) => ({
  onData(this: SMTPServer, stream: NodeJS.ReadableStream, _session: unknown, done: (error?: Error) => void) {
    stream.resume().on('end', () => end(done, this.connections as Set<{ close: () => void }>));
  },
});

test('a server has ten minutes to answer for a message that it has in whole (RFC 5321 §4.5.3.2.6)', () => {
  expect(smtpWaits.answer).toBeGreaterThanOrEqual(600_000);
});

test('where the answer to a whole message is lost, nobody knows what became of it', async () => {
  const hangsUp = takesAndThen((_done, connections) => {
    for (const connection of connections) connection.close();
  });
  expect((await sentTo(hangsUp))[0]).toMatchObject({ outcome: 'unknown' });
  const isSilent = takesAndThen(() => undefined);
  expect((await sentTo(isSilent, { waits: { message: 20_000, answer: 50 } }))[0]).toMatchObject({ outcome: 'unknown' });
  // A refusal is an answer.
  expect((await sentTo(takesAndThen((done) => done(refusing(451)))))[0]).toEqual({ outcome: 'failed', code: '451', isOurs: false });
});

test('a server that is silent before it has the whole message did not take it', async () => {
  let [isAsked, isHandedOver] = [false, false];
  const isSilent = {
    onRcptTo: () => {
      isAsked = true;
    },
  };
  const notes = async () => {
    isHandedOver = true;
  };
  const sent = await sentTo(isSilent, { handOver: notes, waits: { message: 1_500, answer: 20_000 } });
  expect([...sent, isAsked, isHandedOver]).toEqual([{ outcome: 'failed', code: expect.any(String), isOurs: true }, 0, true, false]);
});

test('a mail that may not be handed over any more is not taken by the server, which has all of it but its end', async () => {
  let [begun, ended] = [0, 0];
  const counts = {
    onData: (stream: NodeJS.ReadableStream, _session: unknown, done: () => void) => {
      begun += 1;
      stream.resume().on('end', () => {
        ended += 1;
        done();
      });
    },
  };
  const [sent] = await sentTo(counts, { handOver: () => Promise.reject(new Error('claimed by another')) });
  expect([sent, begun, ended]).toEqual([{ outcome: 'failed', code: expect.any(String), isOurs: true }, 1, 0]);
  expect([(await sentTo(counts))[0], begun, ended]).toEqual([{ outcome: 'sent' }, 2, 1]);
});
