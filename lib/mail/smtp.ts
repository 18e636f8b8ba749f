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
  attachment: { filename: string; content: Uint8Array };
};

/**
 * What became of a try: `refused` is for good (the address or the message, not us). `code` is the server's, such as
 * "550", or names what broke. The server's words are not kept: they repeat the address.
 */
export type Sent = { outcome: 'sent' } | { outcome: 'refused' | 'failed'; code: string };

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 15_000, dnsTimeout: 10_000 } as const;

/** The longest a try may take in all. */
export const longestTryMs = 30_000;

/** Hands an e-mail to the mail server. Never throws. */
export async function sendMail({ host, port, isSecure, needsTls, login, from }: MailSettings, mail: Mail): Promise<Sent> {
  const transport = createTransport({
    host,
    port,
    secure: isSecure,
    // Where TLS is not needed it is used when it is offered, and done without when it fails.
    ...(needsTls ? { requireTLS: true } : { opportunisticTLS: true }),
    ...(login && { auth: login }),
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: from.name ?? mail.fromName, address: from.address },
      to: { name: '', address: mail.to },
      ...(mail.replyTo !== undefined && { replyTo: { name: mail.fromName, address: mail.replyTo } }),
      messageId: `<${mail.id}@${from.address.split('@')[1] ?? ''}>`,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      attachments: [{ filename: mail.attachment.filename, content: Buffer.from(mail.attachment.content), contentType: 'application/pdf' }],
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
      xMailer: false,
      signal: AbortSignal.timeout(longestTryMs),
    });
    return { outcome: 'sent' };
  } catch (error) {
    return failureOf(error);
  } finally {
    transport.close();
  }
}

/**
 * 5xx to the recipient or the message is final (RFC 5321 §4.2.1). What is said to us (login, sender, greeting) is for
 * the operator to put right, and is tried again meanwhile.
 */
function failureOf(error: unknown): Sent {
  const { code, responseCode, command } = (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>;
  const isAboutMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  if (typeof responseCode === 'number') return { outcome: isAboutMail && responseCode >= 500 ? 'refused' : 'failed', code: String(responseCode) };
  // No server said it: the library itself will not send such a mail, at no try.
  return { outcome: isAboutMail ? 'refused' : 'failed', code: typeof code === 'string' ? code : 'unknown' };
}
