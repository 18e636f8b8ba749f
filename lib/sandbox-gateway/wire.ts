import { now } from '../clock.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { numericOf } from '../money.ts';
import { type Account, authenticateAccount, basicChallenge } from './accounts.ts';
import { scriptAddress } from './addresses.ts';
import { wireAmount } from './amounts.ts';
import { createCheckoutSession } from './checkout-sessions.ts';
import type { Taken } from './faults.ts';
import { type Form, FormError, parseForm } from './form.ts';
import { type OperationKind, runOperation } from './operations.ts';
import { payBeforeAnswer } from './pay-before-answer.ts';
import { createPaymentRequest } from './payment-requests.ts';
import { listPayments } from './payments-query.ts';
import { describeTerminals } from './terminal-xml.ts';
import { currencyOfRequest, transactionXml } from './transaction-xml.ts';
import { disturbXml, takeWireFaults } from './wire-faults.ts';
import { element, elements, envelope, type Xml } from './xml.ts';

type Handler = { verbs: ('GET' | 'POST')[]; run: (account: Account, form: Form, faults: Taken) => Promise<Xml[]> };

const maximumBody = 512 * 1024;

/** ErrorCode of the header when a call cannot be run at all. */
const errorCodes = { credentials: 401, method: 404, verb: 405, form: 400, internal: 500 } as const;

/** Answers one call of the classic wire. */
export async function answerWire(request: Request, method: string): Promise<Response> {
  if (env().MODE !== 'test') return new Response(null, { status: 404 });
  const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
    xmlAnswer(envelope({ path: method, at: now(), errorCode: status, errorMessage: message }), status, headers);
  const account = await authenticateAccount(request.headers.get('authorization'));
  if (!account) return refuse(errorCodes.credentials, 'Credentials are missing or wrong', basicChallenge);
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
  if (!handler) return refuse(errorCodes.method, 'There is no such method');
  if (!handler.verbs.some((verb) => verb === request.method))
    return refuse(errorCodes.verb, `Use ${handler.verbs.join(' or ')}`, { allow: handler.verbs.join(', ') });
  try {
    const form = await readForm(request);
    const faults = await takeWireFaults(account, method, form);
    if (faults.has('down')) return noAnswer(503);
    const body = await handler.run(account, form, faults);
    return faults.has('lost_answer') ? noAnswer(502) : xmlAnswer(disturbXml(envelope({ path: method, at: now() }, body), faults), 200);
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
  checkoutSession: { verbs: ['POST'], run: answerSession },
  payments: { verbs: ['GET', 'POST'], run: listPayments },
  captureReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'capture', form) },
  refundCapturedReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'refund', form) },
  releaseReservation: { verbs: ['POST'], run: (account, form) => answerOperation(account, 'release', form) },
};

const failure = (result: 'Failed' | 'Error', message: string): Xml[] =>
  elements({
    Result: result,
    MerchantErrorMessage: message,
    CardHolderErrorMessage: 'The payment could not be processed.',
    CardHolderMessageMustBeShown: 'false',
    MerchantErrorCode: result === 'Error' ? '2000' : '1000',
  });

/** The calls of the wire, by name. */
export const wireMethods = Object.keys(handlers);

async function answerPaymentRequest(account: Account, form: Form, faults: Taken): Promise<Xml[]> {
  const made = await createPaymentRequest(account, form);
  if ('refused' in made) return failure('Error', made.refused);
  if (faults.has('callback_before_answer')) await payBeforeAnswer(made.id);
  const addresses = { Url: made.url, DynamicJavascriptUrl: scriptAddress(made.id), ...(made.appUrl === undefined ? {} : { AppUrl: made.appUrl }) };
  return elements({ Result: 'Success', PaymentRequestId: made.id, ...addresses });
}

async function answerSession(account: Account, form: Form): Promise<Xml[]> {
  const made = await createCheckoutSession(account, form);
  if ('refused' in made) return failure('Error', made.refused);
  return [element('Result', 'Success'), element('Session', elements({ Id: made.id, Status: made.status }))];
}

const operationNames = { capture: ['Capture', 'CaptureResult'], refund: ['Refund', 'RefundResult'], release: ['', 'CancelResult'] } as const;

async function answerOperation(account: Account, kind: OperationKind, form: Form): Promise<Xml[]> {
  const outcome = await runOperation(account, kind, form);
  const transactions = element('Transactions', outcome.transaction ? transactionXml(outcome.transaction) : []);
  const [prefix, deprecated] = operationNames[kind];
  if (outcome.result !== 'Success') return [...failure(outcome.result, outcome.message), element(deprecated, outcome.result), transactions];
  const currency = currencyOfRequest(outcome.transaction.request);
  const amounts = prefix ? { [`${prefix}Amount`]: wireAmount({ minor: outcome.amountMinor, currency }), [`${prefix}Currency`]: numericOf(currency) } : {};
  return [...elements({ ...amounts, Result: 'Success', [deprecated]: 'Success' }), transactions];
}
