import { z } from 'zod';
import { type ApiErrorCode, apiErrors } from '../errors.ts';
import { keepsAnswer, type Operation, readsBody, uploadsOf } from './operation.ts';

/** What any call may be answered when it goes no further: by the front (lib/server/guard.ts), or in a bad hour. */
const always = ['invalid_request', 'body_too_large', 'misdirected', 'internal', 'unavailable'] as const;

/** Groups that a customer's token has, too: from a page, which must be its shop's. */
const customersGroups = new Set(['ExecutePayment', 'ListPaymentMethods']);

/** Every error that a call may be answered: its own, and those of all calls of its kind. In the order of their statuses. */
export function refusalsOf(operation: Operation): ApiErrorCode[] {
  const { contract, path } = operation;
  const { needs } = contract;
  const isKeyed = keepsAnswer(operation);
  const found = new Set<ApiErrorCode>([...always, ...(contract.refuses ?? [])]);
  if (needs !== 'Link') found.add('unauthenticated').add('rate_limited');
  if (needs !== 'Link' && needs !== 'Basic') found.add('forbidden');
  if (customersGroups.has(needs)) found.add('wrong_origin');
  if (path.includes('{')) found.add('not_found');
  if (contract.query && !refusesNoQuery(operation)) found.add('invalid_field');
  if (uploadsOf(operation)) found.add('unsupported_media_type');
  else if (readsBody(operation)) found.add('malformed_json').add('unsupported_media_type').add('invalid_field');
  if (isKeyed) found.add('idempotency_key_reused').add('idempotency_in_flight');
  const order = Object.keys(apiErrors) as ApiErrorCode[];
  return order.filter((code) => found.has(code));
}

/** A query that has no wrong value: everything else is passed over. */
function refusesNoQuery({ contract: { query, ignoresOtherQuery } }: Operation): boolean {
  return ignoresOtherQuery === true && Object.values(query ?? {}).every((parameter) => z.safeParse(parameter, '?').success);
}

/** Codes by their HTTP status, the lowest first. */
export function byStatus(codes: readonly ApiErrorCode[]): Map<number, ApiErrorCode[]> {
  const grouped = new Map<number, ApiErrorCode[]>();
  for (const code of codes) {
    const [status] = apiErrors[code];
    grouped.set(status, [...(grouped.get(status) ?? []), code]);
  }
  return new Map([...grouped].sort(([one], [other]) => one - other));
}
