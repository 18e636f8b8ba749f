import { now } from '../clock.ts';
import { db } from '../db/client.ts';
import type { Prisma } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { numericOf } from '../money.ts';
import { type Account, authenticateAccount } from './accounts.ts';
import { wireAmount } from './amounts.ts';
import { takeFault } from './faults.ts';
import { type Form, FormError, parseForm, textOf } from './form.ts';
import { type OperationKind, runOperation } from './operations.ts';
import { createPaymentRequest } from './payment-requests.ts';
import { terminals } from './terminals.ts';
import { currencyOfRequest, transactionXml, wholeTransaction } from './transaction-xml.ts';
import { isUuid } from './uuid.ts';
import { element, elements, envelope, type Xml } from './xml.ts';

type Handler = { verbs: ('GET' | 'POST')[]; run: (account: Account, form: Form) => Promise<Xml[]> };

const maximumBody = 512 * 1024;

/** ErrorCode of the header when a call cannot be run at all. */
const errorCodes = { credentials: 401, method: 404, verb: 405, form: 400, internal: 500 } as const;

/** Answers one call of the classic wire. */
export async function answerWire(request: Request, method: string): Promise<Response> {
  if (env().MODE !== 'test') return new Response(null, { status: 404 });
  const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
    xmlAnswer(envelope({ path: method, at: now(), errorCode: status, errorMessage: message }), status, headers);
  const account = await authenticateAccount(request.headers.get('authorization'));
  if (!account) return refuse(errorCodes.credentials, 'Credentials are missing or wrong', { 'www-authenticate': 'Basic realm="AltaPay sandbox"' });
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
  if (!handler) return refuse(errorCodes.method, 'There is no such method');
  if (!handler.verbs.some((verb) => verb === request.method))
    return refuse(errorCodes.verb, `Use ${handler.verbs.join(' or ')}`, { allow: handler.verbs.join(', ') });
  const fault = await takeFault(method);
  if (fault === 'unreachable') return noAnswer(503);
  try {
    const body = await handler.run(account, await readForm(request));
    return fault === 'lose_answer' ? noAnswer(502) : xmlAnswer(envelope({ path: method, at: now() }, body), 200);
  } catch (error) {
    if (error instanceof FormError) return refuse(errorCodes.form, error.message);
    log().error({ event: 'sandbox_wire_failed', method, error: error instanceof Error ? error.message : 'unknown' });
    return refuse(errorCodes.internal, 'Something went wrong at the sandbox');
  }
}

const xmlAnswer = (xml: string, status: number, headers: Record<string, string> = {}): Response =>
  new Response(xml, { status, headers: { 'content-type': 'text/xml; charset=utf-8', 'cache-control': 'no-store', ...headers } });

/** What a proxy says when the gateway behind it does not answer. */
const noAnswer = (status: number): Response => new Response('upstream error', { status, headers: { 'content-type': 'text/plain' } });

async function readForm(request: Request): Promise<Form> {
  if (request.method === 'GET') return parseForm(new URL(request.url).search.slice(1));
  const text = await request.text();
  if (text.length > maximumBody) throw new FormError('The form is too large');
  return parseForm(text);
}

const handlers: Record<string, Handler> = {
  login: { verbs: ['GET', 'POST'], run: async () => [element('Result', 'Success')] },
  getTerminals: { verbs: ['GET', 'POST'], run: async (account) => describeTerminals(account) },
  createPaymentRequest: { verbs: ['POST'], run: answerPaymentRequest },
  payments: { verbs: ['GET', 'POST'], run: listPayments },
  captureReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'capture', form) },
  refundCapturedReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'refund', form) },
  releaseReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'release', form) },
};

function describeTerminals(account: Account): Xml[] {
  const described = terminals.map((terminal) =>
    element('Terminal', [
      ...elements({ Title: terminal.title, Country: terminal.country }),
      element('Natures', element('Nature', terminal.nature)),
      element(
        'Currencies',
        terminal.currencies.map((currency) => element('Currency', currency)),
      ),
      element('Methods', element('Method', terminal.identifier)),
      element('PrimaryMethod', elements({ Nature: terminal.nature, Identifier: terminal.identifier })),
      ...elements({ Description: terminal.description, ShopName: account.shopName, CanUseCredit: 'false', CanIssueNewCredit: 'false' }),
    ]),
  );
  return [element('Result', 'Success'), element('Terminals', described)];
}

const failure = (result: 'Failed' | 'Error', message: string): Xml[] =>
  elements({
    Result: result,
    MerchantErrorMessage: message,
    CardHolderErrorMessage: 'The payment could not be processed.',
    CardHolderMessageMustBeShown: 'false',
    MerchantErrorCode: result === 'Error' ? '2000' : '1000',
  });

async function answerPaymentRequest(account: Account, form: Form): Promise<Xml[]> {
  const made = await createPaymentRequest(account, form);
  if ('refused' in made) return failure('Error', made.refused);
  const script = `${env().SANDBOX_URL}/sandbox/eCommerce.php/API/embeddedPaymentWindow?pid=${made.id}`;
  return elements({ Result: 'Success', PaymentRequestId: made.id, Url: made.url, DynamicJavascriptUrl: script });
}

const operationNames = { capture: ['Capture', 'CaptureResult'], refund: ['Refund', 'RefundResult'], release: ['', 'CancelResult'] } as const;

async function answerOperation(account: Account, kind: OperationKind, form: Form): Promise<Xml[]> {
  const outcome = await runOperation(account, kind, form);
  const transactions = element('Transactions', outcome.transaction ? transactionXml(outcome.transaction) : []);
  if (outcome.result !== 'Success') return [...failure(outcome.result, outcome.message), transactions];
  const [prefix, deprecated] = operationNames[kind];
  const currency = currencyOfRequest(outcome.transaction.request);
  const amounts = prefix ? { [`${prefix}Amount`]: wireAmount({ minor: outcome.amountMinor, currency }), [`${prefix}Currency`]: numericOf(currency) } : {};
  return [...elements({ ...amounts, Result: 'Success', [deprecated]: 'Success' }), transactions];
}

async function listPayments(account: Account, form: Form): Promise<Xml[]> {
  const filter = filterOf(form);
  const limit = Math.min(Math.max(Number.parseInt(textOf(form, 'limit') ?? '10', 10) || 10, 1), 100);
  const found = await db().sandboxTransaction.findMany({
    where: { accountId: account.id, ...filter },
    include: wholeTransaction,
    orderBy: { id: textOf(form, 'sort') === 'desc' ? 'desc' : 'asc' },
    take: limit,
  });
  const echoed = ['transaction_id', 'payment_id', 'shop_orderid', 'terminal', 'shop'].flatMap((key) => {
    const value = textOf(form, key);
    return value === undefined ? [] : [element(key, value)];
  });
  return [element('ResultFilter', echoed), element('Transactions', found.map(transactionXml))];
}

/** At least one of the three keys is needed; what cannot be an id simply matches nothing. */
function filterOf(form: Form): Prisma.SandboxTransactionWhereInput {
  const [id, paymentId, shopOrderId] = ['transaction_id', 'payment_id', 'shop_orderid'].map((key) => textOf(form, key));
  if (!id && !paymentId && !shopOrderId) throw new FormError('One of transaction_id, payment_id and shop_orderid is needed');
  const terminal = textOf(form, 'terminal');
  return {
    ...(id ? { id: /^\d{1,18}$/.test(id) ? BigInt(id) : -1n } : {}),
    ...(paymentId ? (isUuid(paymentId) ? { paymentId } : { id: -1n }) : {}),
    ...(shopOrderId ? { shopOrderId } : {}),
    ...(terminal ? { request: { terminal } } : {}),
  };
}
