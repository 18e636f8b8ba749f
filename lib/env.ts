import { resolve } from 'node:path';
import { z } from 'zod';
import { isMailAddress } from './mail/mail-address.ts';
import { processWide } from './process.ts';

/** A whole number within bounds; whatever is wrong with it is said in the same words. */
const wholeNumber = (from: number, to: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to, `must be a number from ${from} to ${to}`)
    .transform(Number);
const port = wholeNumber(1, 65535);
const flag = z
  .enum(['0', '1'], 'must be 0 or 1')
  .default('0')
  .transform((text) => text === '1');
const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address such as https://pay.example.com', abort: true })
  .refine((text) => new URL(text).pathname === '/', 'must have no path')
  .transform((text) => new URL(text).origin);

/** An address for e-mail, alone or as `Name <address>`. */
const mailbox = z
  .string()
  .transform((text) => /^(?:([^<>"\p{Cc}]{1,100}?)\s*<([^<>]+)>|([^<>]+))$/u.exec(text.trim()))
  .transform((found) => ({ name: found?.[1]?.trim() || undefined, address: found?.[2] ?? found?.[3] ?? '' }))
  .refine(({ address }) => isMailAddress(address), 'must be an e-mail address such as receipts@shop.example, or Name <receipts@shop.example>');
const smtpUrl = z.string().refine(isSmtpUrl, 'must look like smtp://user:password@mail.example:587 or smtps://user:password@mail.example');

const Variables = z.object({
  MODE: z.enum(['test', 'live'], { error: 'must be "test" or "live"' }),
  PORT: port.default(3000),
  PUBLIC_URL: origin.optional(),
  SANDBOX_PORT: port.optional(),
  SANDBOX_URL: origin.optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must look like postgresql://user:password@host:5432/name')
    .optional(),
  DATABASE_POOL: wholeNumber(1, 200).default(10),
  DATA_DIR: z.string().min(1).default('.data'),
  SECRET_KEY: z.string().min(1).optional(),
  GATEWAY_URL: origin.optional(),
  CALLBACK_TARGETS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().regex(/^[^\s:]+:(\d+|\*)$|^\[[0-9a-fA-F:]+\]:(\d+|\*)$/, 'must be a list such as 127.0.0.1:8080,shop.test:*'))),
  DEMO: flag,
  LATE_GRACE_MINUTES: wholeNumber(0, 1440).default(30),
  TRUST_PROXY: wholeNumber(0, 5).default(0),
  HOST: z.string().min(1).optional(),
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters at least').optional(),
  SMTP_URL: smtpUrl.optional(),
  SMTP_PLAIN: flag,
  MAIL_FROM: mailbox.optional(),
  SESSION_DAYS: wholeNumber(1, 3650).default(90),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
});

export type Environment = Omit<z.output<typeof Variables>, 'PUBLIC_URL' | 'SANDBOX_PORT' | 'SANDBOX_URL' | 'DATA_DIR'> & {
  PUBLIC_URL: string;
  SANDBOX_PORT: number;
  SANDBOX_URL: string;
  DATA_DIR: string;
};

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const isBare = (pathname === '' || pathname === '/') && search === '' && hash === '';
  const isLogin = (username === '') === (password === '') && isDecodable(username) && isDecodable(password);
  return (protocol === 'smtp:' || protocol === 'smtps:') && hostname !== '' && isBare && isLogin;
}

/** Whether what is escaped in it is UTF-8: "%zz" and "%FF" are not. */
function isDecodable(text: string): boolean {
  try {
    return decodeURIComponent(text) !== undefined;
  } catch {
    return false;
  }
}

/** Says which variable is wrong and what it should look like. */
export class EnvironmentError extends Error {}

/** Parses settings; defaults that depend on others are filled in here. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = Variables.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ''}: ${issue.message}`);
    throw new EnvironmentError(`Settings are wrong or missing (see README, "Settings"):\n${[...new Set(lines)].join('\n')}`);
  }
  const given = parsed.data;
  if ((given.SMTP_URL === undefined) !== (given.MAIL_FROM === undefined)) {
    throw new EnvironmentError('SMTP_URL and MAIL_FROM must be set together: the server that takes e-mails, and whom they are from');
  }
  const sandboxPort = given.SANDBOX_PORT ?? given.PORT + 1;
  const environment = {
    ...given,
    PUBLIC_URL: given.PUBLIC_URL ?? `http://localhost:${given.PORT}`,
    SANDBOX_PORT: sandboxPort,
    SANDBOX_URL: given.SANDBOX_URL ?? `http://localhost:${sandboxPort}`,
    DATA_DIR: resolve(given.DATA_DIR),
  };
  if (environment.MODE === 'live') refuseUnsafeLive(given, environment.PUBLIC_URL);
  return environment;
}

function refuseUnsafeLive(given: z.output<typeof Variables>, publicUrl: string): void {
  const wrong = [
    !publicUrl.startsWith('https://') && 'PUBLIC_URL must be an https address in live mode',
    !given.DATABASE_URL && 'DATABASE_URL must name a PostgreSQL in live mode: the embedded database does not fsync',
    !given.SECRET_KEY && 'SECRET_KEY must be set in live mode (make one with: openssl rand -base64 48)',
    !given.GATEWAY_URL?.startsWith('https://') && 'GATEWAY_URL must be the https address of your AltaPay gateway in live mode',
    given.DEMO && 'DEMO must not be set in live mode',
    (given.SANDBOX_URL || given.SANDBOX_PORT) && 'SANDBOX_URL and SANDBOX_PORT must not be set in live mode',
    given.CALLBACK_TARGETS.length > 0 && 'CALLBACK_TARGETS must not be set in live mode',
  ].filter((line) => typeof line === 'string');
  if (wrong.length > 0) throw new EnvironmentError(`Live mode refuses to start:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
}

/** The settings of this process, read once. The only reader of `process.env` in the application. */
export const env = (): Environment => processWide('environment', () => readEnvironment(process.env));
