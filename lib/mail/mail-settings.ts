import { env } from '../env.ts';

/** The mail server as SMTP_URL names it, and whom mails are from. */
export type MailSettings = {
  host: string;
  port: number;
  /** TLS from the first byte (smtps). */
  isSecure: boolean;
  /** Never in clear text: STARTTLS, or nothing is sent. */
  needsTls: boolean;
  login: { user: string; pass: string } | undefined;
  from: { name: string | undefined; address: string };
};

/** Where mail goes; undefined when none is configured. In live mode never unencrypted, unless SMTP_PLAIN says so. */
export function mailSettings(): MailSettings | undefined {
  const { SMTP_URL, SMTP_PLAIN, MAIL_FROM: from, MODE } = env();
  if (SMTP_URL === undefined || from === undefined) return undefined;
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL);
  const isSecure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    isSecure,
    needsTls: !isSecure && MODE === 'live' && !SMTP_PLAIN,
    login: username === '' ? undefined : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    from,
  };
}
