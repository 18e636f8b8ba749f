import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { MailSettings } from './mail-settings.ts';

/** One e-mail to one address. Texts may say anything; what goes into headers is one line each. */
export type Mail = {
  /** The same at every try, so that whoever gets it twice can tell. */
  id: string;
  to: string;
  fromName: string;
  replyTo: string | undefined;
  language: string;
  subject: string;
  text: string;
  html: string;
  attachment: { filename: string; content: Uint8Array } | undefined;
};

/**
 * What became of a try: `refused` is for good (the address or the message, not us); `unknown`: the server was given
 * all of it and no answer was heard. `isOurs`: it failed before anybody spoke of this mail, at connection, TLS, login
 * or sender. `code` is the server's, such as "550", or names what broke. The server's words are not kept: they repeat
 * the address.
 */
export type Sent =
  | { outcome: 'sent' }
  | { outcome: 'refused'; code: string }
  | { outcome: 'unknown'; code: string }
  | { outcome: 'failed'; code: string; isOurs: boolean };

/**
 * How long a server may take (ms): until all of a message but its end was taken, and then for its answer to that,
 * which RFC 5321 §4.5.3.2.6 asks to wait ten minutes for: who asks again earlier sends twice.
 */
export const smtpWaits = { message: 120_000, answer: 600_000 } as const;

const setupTimeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 10_000 } as const;

/**
 * Hands an e-mail to the mail server; never throws. `handOver` runs when the server has all of it but its end: from
 * then on the server may have taken it. When that fails the end is not sent, and a server drops what has none.
 */
export async function sendMail(
  settings: MailSettings,
  mail: Mail,
  handOver: () => Promise<void>,
  waits: Record<'message' | 'answer', number> = smtpWaits,
): Promise<Sent> {
  const { host, port, isSecure, needsTls, login } = settings;
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    // Where TLS is not needed it is used when it is offered, and done without when it fails.
    ...(needsTls ? { requireTLS: true } : { opportunisticTLS: true }),
    ...(login && { auth: login }),
    ...setupTimeouts,
    // The two waits below end a try; this never does before them.
    socketTimeout: waits.message + waits.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const tooLong = new AbortController();
  let timer = setTimeout(() => tooLong.abort(), waits.message);
  let isHandedOver = false;
  const atItsEnd = async () => {
    await handOver();
    isHandedOver = true;
    clearTimeout(timer);
    timer = setTimeout(() => tooLong.abort(), waits.answer);
  };
  transport.use('stream', ({ message }, next) => {
    message.processFunc((input) => Readable.from(endedBy(input, atItsEnd), { objectMode: false }));
    next();
  });
  try {
    await transport.sendMail({ ...messageOf(settings, mail), signal: tooLong.signal });
    return { outcome: 'sent' };
  } catch (error) {
    return failureOf(error, isHandedOver);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

/**
 * Passes everything on, and the end once the work that goes before it is done. Nothing happens before somebody reads:
 * that is once the server has agreed to take a message. A Transform would run ahead into its buffer.
 */
async function* endedBy(input: AsyncIterable<Buffer | string>, work: () => Promise<void>) {
  yield* input;
  await work();
}

function messageOf({ from }: MailSettings, mail: Mail) {
  const { attachment } = mail;
  return {
    from: { name: from.name ?? mail.fromName, address: from.address },
    to: { name: '', address: mail.to },
    ...(mail.replyTo !== undefined && { replyTo: { name: mail.fromName, address: mail.replyTo } }),
    messageId: `<${mail.id}@${from.address.split('@')[1] ?? ''}>`,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    ...(attachment && { attachments: [{ filename: attachment.filename, content: Buffer.from(attachment.content), contentType: 'application/pdf' }] }),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
    xMailer: false as const,
  };
}

/** What a server says to whoever has to log in first or differently (RFC 4954 §6), and when it goes away, at any command. */
const codesOfOurs = [421, 530, 534, 535, 538];

/**
 * 5xx to the recipient or the message is final (RFC 5321 §4.2.1). What is said to us (login, sender, greeting) is for
 * the operator to put right, and is tried again meanwhile.
 */
function failureOf(error: unknown, isHandedOver: boolean): Sent {
  const { code, responseCode, command } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const isAboutMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
  if (typeof responseCode === 'number') {
    const isOurs = !isAboutMail || codesOfOurs.includes(responseCode);
    return !isOurs && responseCode >= 500 ? { outcome: 'refused', code: `${responseCode}` } : { outcome: 'failed', code: `${responseCode}`, isOurs };
  }
  const told = typeof code === 'string' ? code : 'unknown';
  if (isHandedOver) return { outcome: 'unknown', code: told };
  // No server said it: the library itself will not send such a mail, at no try.
  return isAboutMail ? { outcome: 'refused', code: told } : { outcome: 'failed', code: told, isOurs: true };
}
