import { parseArgs } from 'node:util';
import { EnvironmentError } from '../env.ts';
import { newSecret } from '../ids.ts';
import { currencyOf, minorOf } from '../money.ts';
import { type CardLine, examine, type ReportCard } from '../webhooks/exam.ts';
import type { ExamOrder, Format } from '../webhooks/exam-deliveries.ts';
import { type Candidate, usualLimits } from '../webhooks/exam-desk.ts';
import { tellFailure } from './failure.ts';

const help = `Usage: npm run callbacks:certify -- <url> --secret <secret> [options]

Examines a receiver of callbacks or webhooks, such as http://localhost:4000/hook, before the product sends to it: good
deliveries, doubled, disordered, slow, huge, stale, altered and forged ones. Prints a report card that says what to mend,
and ends with exit code 1 when there is something.

  --secret            the secret the receiver has. whsec_… examines webhooks; any other, AltaPay callbacks
  --previous-secret   the one before it, if the receiver still takes it as well
  --format            form (default) or json: the body of AltaPay callbacks
  --may-redirect      the address is a success or failure callback, whose redirects carry the customer on
  --order-id          an order the receiver knows (default: one that nobody knows)
  --amount            its amount (default: 249.50)
  --currency          its currency (default: DKK)
  --json              prints the report card as JSON (npm run --silent … prints nothing else)

Send it only to receivers of your own, and to none that ships goods: a good delivery says that the order is paid.`;

const options = {
  secret: { type: 'string' },
  'previous-secret': { type: 'string' },
  format: { type: 'string' },
  'may-redirect': { type: 'boolean', default: false },
  'order-id': { type: 'string' },
  amount: { type: 'string', default: '249.50' },
  currency: { type: 'string', default: 'DKK' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

/** Ends the command with what the person can put right. */
function fail(message: string): never {
  throw new EnvironmentError(message);
}

function addressOf(text: string | undefined): URL {
  if (text === undefined) return fail('The address of the receiver is missing, such as http://localhost:4000/hook. See --help.');
  const url = URL.canParse(text) ? new URL(text) : fail(`${text}: must be an address such as http://localhost:4000/hook.`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') fail(`${text}: must begin with http:// or https://.`);
  if (url.username || url.password) fail('The address must not carry a user name or password.');
  return url;
}

const isWebhookSecret = (secret: string): boolean => secret.startsWith('whsec_');

function checkSecret(name: string, secret: string): string {
  if (!isWebhookSecret(secret)) return secret.length >= 16 ? secret : fail(`${name}: a callback secret has at least 16 characters.`);
  const encoded = secret.slice('whsec_'.length);
  const key = Buffer.from(encoded, 'base64');
  return key.length >= 24 && key.toString('base64') === encoded ? secret : fail(`${name}: a webhook secret is whsec_ and the base64 of at least 24 bytes.`);
}

function formatOf({ format, 'may-redirect': mayRedirect }: Given, secret: string): Format {
  if (format !== undefined && format !== 'form' && format !== 'json') fail('--format must be form or json.');
  if (!isWebhookSecret(secret)) return format ?? 'form';
  if (format === 'form') fail('--format form: webhooks are JSON; only AltaPay callbacks are forms.');
  if (mayRedirect) fail('--may-redirect: a webhook is never answered by a redirect.');
  return 'webhook';
}

function orderOf({ 'order-id': orderId, amount, currency: code }: Given): ExamOrder {
  const currency = currencyOf(code) ?? fail(`--currency ${code}: must be an ISO 4217 code such as DKK.`);
  const minor = minorOf(amount, currency);
  if (minor === undefined || minor <= 0n) return fail(`--amount ${amount}: must be an amount such as 249.50, with the decimals ${currency} has.`);
  return { orderId: orderId ?? `exam-${newSecret(6)}`, amount: { minor, currency } };
}

function candidateOf(given: Given, address: string | undefined): Candidate {
  const url = addressOf(address);
  const secret = checkSecret('--secret', given.secret ?? fail('--secret is missing. See --help.'));
  const previous = given['previous-secret'];
  if (previous !== undefined) checkSecret('--previous-secret', previous);
  if (previous !== undefined && isWebhookSecret(previous) !== isWebhookSecret(secret)) fail('--secret and --previous-secret must be of one kind.');
  return {
    url,
    secret,
    ...(previous !== undefined && { previousSecret: previous }),
    format: formatOf(given, secret),
    order: orderOf(given),
    mayRedirect: given['may-redirect'],
    limits: usualLimits,
    clock: () => new Date(),
  };
}

const kinds: Record<Format, string> = { webhook: 'webhooks', form: 'AltaPay callbacks as forms', json: 'AltaPay callbacks as JSON' };
const marks: Record<CardLine['mark'], string> = { passed: 'passed', to_mend: 'TO MEND', not_tried: 'not tried' };

const printed = ({ title, mark, seen, mend }: CardLine): string =>
  [`  ${marks[mark].padEnd(11)}${title} (${seen})`, ...(mend ? [`             → ${mend}`] : [])].join('\n');

function summary({ lines }: ReportCard): string {
  const count = (mark: CardLine['mark']): number => lines.filter((line) => line.mark === mark).length;
  return `
${count('passed')} passed, ${count('to_mend')} to mend, ${count('not_tried')} not tried.

No exam can see from outside whether you act once on what comes twice, and whether you compare order id, amount and
currency with your own order before you ship. README, "Receiving callbacks and webhooks", shows both.`;
}

async function main(): Promise<void> {
  const { values: given, positionals } = parseArgs({ options, allowPositionals: true });
  const [address, ...unknown] = positionals;
  if (given.help) return console.log(help);
  if (unknown.length > 0) fail(`Unknown argument: ${unknown[0]}. See --help.`);
  const candidate = candidateOf(given, address);
  if (!given.json) console.log(`Exam of ${candidate.url.href}: ${kinds[candidate.format]}\n`);
  const card = await examine(candidate, (line) => given.json || console.log(printed(line)));
  console.log(given.json ? JSON.stringify(card, undefined, 2) : summary(card));
  process.exitCode = card.isPassed ? 0 : 1;
}

main().catch(tellFailure);
