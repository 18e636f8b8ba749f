import { raiseAlarm } from '#lib/alarms.ts';
import type { Gateway, GatewayAccess, LookUpResult, OperationRequest, OperationResult, StartRequest, StartResult } from '#lib/gateways/gateway.ts';
import { log } from '#lib/log.ts';
import { majorText } from '#lib/money.ts';
import { type Call, callMerchantApi } from './client.ts';
import { declineReason } from './decline-reason.ts';
import { orderLineFields, paymentRequestFields } from './payment-request.ts';
import { canCarry, methodsOf, transactionsOf } from './translate.ts';
import { operationResultOf, type Verdict, verdictOf } from './verdict.ts';
import { textAt } from './xml.ts';

/** AltaPay's merchant API; the sandbox gateway speaks the same wire. */
export const altapayGateway: Gateway = {
  listMethods,
  startPayment,
  findTransactions,
  capture: (access, request) => operate(access, 'captureReservation', request),
  refund: (access, request) => operate(access, 'refundCapturedReservation', request),
  release: (access, request) => operate(access, 'releaseReservation', request),
  declineReason,
};

async function listMethods(access: GatewayAccess): ReturnType<Gateway['listMethods']> {
  const verdict = await ask(access, { verb: 'GET', method: 'getTerminals' }, 'look-up');
  if (verdict.outcome !== 'success') return { outcome: verdict.outcome === 'refused' ? 'refused' : 'unreachable' };
  const methods = methodsOf(verdict.body);
  return methods ? { outcome: 'listed', methods } : { outcome: 'unreachable' };
}

async function startPayment(access: GatewayAccess, request: StartRequest): Promise<StartResult> {
  if (!canCarry(request.amount)) return { outcome: 'refused', code: 'amount_not_carried', customerMessage: undefined };
  const verdict = await ask(access, { verb: 'POST', method: 'createPaymentRequest', fields: paymentRequestFields(request) }, 'action');
  if (verdict.outcome === 'refused') return { outcome: 'refused', code: verdict.code, customerMessage: verdict.customerMessage };
  const url = verdict.outcome === 'success' ? textAt(verdict.body, 'Url') : undefined;
  if (!url) return { outcome: 'unreachable' };
  return isPaymentPage(url, access.baseUrl) ? { outcome: 'started', url } : { outcome: 'refused', code: 'unsafe_url', customerMessage: undefined };
}

/** The customer is sent to https, or back to the very host that is called without it (a sandbox on this machine). */
function isPaymentPage(url: string, baseUrl: string): boolean {
  if (!URL.canParse(url)) return false;
  const page = new URL(url);
  const base = new URL(baseUrl);
  if (page.username || page.password) return false;
  return page.protocol === 'https:' || (page.protocol === 'http:' && page.origin === base.origin);
}

async function findTransactions(access: GatewayAccess, gatewayOrderId: string): Promise<LookUpResult> {
  const verdict = await ask(access, { verb: 'GET', method: 'payments', fields: { shop_orderid: gatewayOrderId, limit: '100' } }, 'look-up');
  const readings = verdict.outcome === 'success' ? transactionsOf(verdict.body, verdict.utcOffset) : undefined;
  if (!readings) return { outcome: 'unreachable' };
  const unreadable = readings.find((reading) => 'dropped' in reading);
  if (unreadable) {
    // It may be money that moved: not knowing is the only true answer, and it is asked again.
    raiseAlarm('transaction_unreadable', { code: `transaction_${unreadable.dropped}`, gatewayOrderId });
    return { outcome: 'unreachable' };
  }
  const transactions = readings.flatMap((reading) => {
    if ('dropped' in reading) return [];
    if (reading.unknownStatus) log().error({ code: 'transaction_status_unknown', gatewayOrderId }, 'a transaction of the gateway has an unknown status');
    if (reading.transaction.gatewayOrderId === gatewayOrderId) return [reading.transaction];
    log().error({ code: 'transaction_of_another_order', gatewayOrderId }, 'the gateway answered with another order');
    return [];
  });
  return { outcome: 'found', transactions };
}

async function operate(access: GatewayAccess, method: string, request: OperationRequest): Promise<OperationResult> {
  // A release always gives back the whole authorisation and takes no amount.
  const isWhole = method === 'releaseReservation';
  if (!isWhole && !canCarry(request.amount)) return { outcome: 'failed', code: 'amount_not_carried', merchantMessage: undefined };
  const fields = {
    transaction_id: request.reference,
    amount: isWhole ? undefined : majorText(request.amount),
    reconciliation_identifier: request.operationId,
    orderLines: isWhole ? undefined : orderLineFields(request.lines, request.amount),
  };
  return operationResultOf(await ask(access, { verb: 'POST', method, fields }, 'action'));
}

/** One call and what its answer means; a lost or unreadable answer is unclear. */
async function ask(access: GatewayAccess, call: Call, kind: 'action' | 'look-up'): Promise<Verdict> {
  const answer = await callMerchantApi(access, call);
  const verdict = ((): Verdict => {
    if (answer.outcome === 'denied') return { outcome: 'refused', code: 'credentials_refused', customerMessage: undefined, merchantMessage: undefined };
    if (answer.outcome === 'unreachable') return { outcome: 'unclear', code: answer.reason };
    const read = verdictOf(answer.document, kind);
    // A success that comes with an error status contradicts itself.
    return read.outcome === 'success' && answer.httpStatus >= 400 ? { outcome: 'unclear', code: 'http_status' } : read;
  })();
  if (verdict.outcome !== 'success') log().warn({ code: verdict.code, call: call.method }, `the gateway call was ${verdict.outcome}`);
  return verdict;
}
