import type { AltaPayError, AltaPayErrorCode } from './altapay.d.ts';

/** `isUnanswered`: whether the call was done is not known, and the same call may be made again. */
export type Failure = AltaPayError & { readonly isUnanswered?: boolean };

/** For whoever reads the console; the customer's words come from the service. */
const messages: Partial<Record<AltaPayErrorCode, string>> = {
  no_link: 'No paymentLink in the address.',
  offline: 'The payment service cannot be reached.',
  unavailable: 'The payment service cannot answer.',
  wrong_origin: 'The origin of this page is not registered.',
  no_selection: 'No payment method is selected.',
};

type More = { retryAfterSeconds?: number | undefined; requestId?: string | undefined; isUnanswered?: boolean };

export const failure = (code: AltaPayErrorCode, message = messages[code] ?? code, more?: More): Failure =>
  Object.assign(new Error(message), { name: 'AltaPayError', code, ...more }) as Failure;

export const unanswered = (code: AltaPayErrorCode): Failure => failure(code, undefined, { isUnanswered: true });

/** Whatever was thrown, as an error of ours. */
export const toFailure = (error: unknown): Failure =>
  error instanceof Error && error.name === 'AltaPayError' ? (error as Failure) : failure('unexpected', String(error));

/** What the service says of a refusal (RFC 9457). */
export type Problem = { code?: string; title?: string; detail?: string; requestId?: string };

/** The service's codes that are ours as well, but for where they come from. */
const known = /^(?:link_|session_)?(expired|replaced|cancelled|paid|order_changed|payment_in_progress|gateway_unreachable|wrong_origin)$/;

const renamed: Record<string, AltaPayErrorCode> = {
  not_found: 'unknown',
  session_ended: 'cancelled',
  payments_paused: 'disabled',
  idempotency_in_flight: 'payment_in_progress',
  gateway_refused: 'method_unavailable',
};

/** A refusal of the service; `invalid` is what a wrong field means to this call. */
export function refusal({ status, headers }: Response, { code = '', title, detail, requestId }: Problem, invalid: AltaPayErrorCode = 'unexpected'): Failure {
  const byStatus: Record<number, AltaPayErrorCode> = { 401: 'unauthenticated', 403: 'unauthenticated', 422: invalid, 429: 'too_many_tries' };
  const ours = (known.exec(code)?.[1] as AltaPayErrorCode | undefined) ?? renamed[code] ?? byStatus[status];
  return failure(ours ?? (status < 500 ? 'unexpected' : 'unavailable'), detail ?? title, {
    retryAfterSeconds: Number(headers.get('retry-after')) || undefined,
    requestId,
    isUnanswered: status >= 500 || code === 'idempotency_in_flight',
  });
}

/** It may be otherwise in a while. */
export function isPassing(error: unknown): boolean {
  const { isUnanswered, code } = error as Failure;
  return isUnanswered === true || code === 'too_many_tries';
}
