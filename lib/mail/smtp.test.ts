import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { SMTPServer } from 'smtp-server';
import type { MailSettings } from './mail-settings.ts';
import { type Mail, type Sent, sendMail } from './smtp.ts';

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

/** What becomes of a mail at a server that behaves like this, and how many it took. */
async function sentTo(options: ConstructorParameters<typeof SMTPServer>[0], given: Partial<MailSettings> = {}): Promise<[Sent, number]> {
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
  const sent = await sendMail(settings((server.server.address() as AddressInfo).port, given), mail);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return [sent, taken];
}

test('a mail that the server takes is sent', async () => {
  expect(await sentTo({})).toEqual([{ outcome: 'sent' }, 1]);
});

test('where TLS is needed nothing goes out in clear text', async () => {
  const [sent, taken] = await sentTo({}, { needsTls: true });
  expect([sent.outcome, taken]).toEqual(['failed', 0]);
});

test('what is refused of recipient or message is final; of us, and what is only put off, is not', async () => {
  expect(await sentTo({ onRcptTo: (_address, _session, done) => done(refusing(550)) })).toEqual([{ outcome: 'refused', code: '550' }, 0]);
  expect(await sentTo({ onRcptTo: (_address, _session, done) => done(refusing(450)) })).toEqual([{ outcome: 'failed', code: '450' }, 0]);
  expect(await sentTo({ onMailFrom: (_address, _session, done) => done(refusing(550)) })).toEqual([{ outcome: 'failed', code: '550' }, 0]);
  expect(await sentTo({ onConnect: (_session, done) => done(refusing(554)) })).toEqual([{ outcome: 'failed', code: '554' }, 0]);
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
  expect(await sentTo(options, { login })).toEqual([{ outcome: 'failed', code: '535' }, 0]);
});

test('a server that is away, and one that hangs up, are failures and never thrown', async () => {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await sendMail(settings(port), mail)).toMatchObject({ outcome: 'failed' });
  await once(server.close(), 'close');
  expect(await sendMail(settings(port), mail)).toMatchObject({ outcome: 'failed' });
});
