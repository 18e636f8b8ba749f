/**
 * Every error an outsider can be given: its stable code and its HTTP status, in one row so that they cannot
 * drift, with the title problem+json carries (RFC 9457 §3.1.3).
 */
export const apiErrors = {
  invalid_request: [400, 'The request cannot be understood'],
  malformed_json: [400, 'The body is not valid JSON'],
  unauthenticated: [401, 'Credentials are missing or wrong'],
  wrong_origin: [403, 'This page may not call for this shop'],
  forbidden: [403, 'These credentials do not reach this call'],
  not_found: [404, 'There is no such thing here'],
  method_not_allowed: [405, 'This address does not take this method'],
  conflict: [409, 'The request does not fit the present state'],
  session_incomplete: [409, 'The session has no order yet'],
  session_ended: [409, 'The session has ended'],
  session_paid: [409, 'The session is paid'],
  payment_in_progress: [409, 'A payment is in progress'],
  order_changed: [409, 'The order has changed'],
  payments_paused: [409, 'The shop takes no payments now'],
  operation_outstanding: [409, 'Another operation has no outcome yet'],
  operation_not_possible: [409, 'The payment does not allow this operation'],
  operation_refused: [409, 'The gateway refused the operation'],
  idempotency_in_flight: [409, 'A request with this key is still running'],
  gateway_refused: [409, 'The gateway refused the request'],
  link_expired: [410, 'The link has expired'],
  link_replaced: [410, 'A newer link replaced this one'],
  link_cancelled: [410, 'The link was cancelled'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be application/json'],
  misdirected: [421, 'This host is not served here'],
  invalid_field: [422, 'A field has a wrong value'],
  order_sum_mismatch: [422, 'The order lines do not sum to the amount'],
  qr_too_small: [422, 'The QR code would be too small to scan'],
  qr_unreadable: [422, 'The QR code would not scan'],
  origin_not_registered: [422, 'The address is not on a registered origin'],
  idempotency_key_reused: [422, 'This key was used for another request'],
  rate_limited: [429, 'Too many requests'],
  internal: [500, 'Something went wrong on our side'],
  gateway_unreachable: [503, 'The payment gateway cannot be reached'],
  unavailable: [503, 'The service cannot answer now'],
} as const satisfies Record<string, readonly [number, string]>;

export type ApiErrorCode = keyof typeof apiErrors;

/** One wrong field: an RFC 6901 pointer into the body and what it should be. */
export type FieldError = { pointer: string; detail: string };

/** A failure meant for the caller. `message` is public; put nothing secret in it. */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ApiErrorCode,
    message: string,
    /** `isOnRecord`: the refusal is kept with what was asked; the same Idempotency-Key stays its name and is answered alike. */
    readonly extra: { errors?: FieldError[]; retryAfterSeconds?: number; minimum?: number; allow?: string; isOnRecord?: true } = {},
  ) {
    super(message);
    [this.status, this.title] = apiErrors[code];
  }
}

/** Marks a state the code believes impossible. Reaching it is our bug, never the caller's. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** Ends a switch over a union: a new member fails to compile here. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
