import { expect, test } from '@playwright/test';
import type { DeclineReason } from '#lib/gateways/gateway.ts';
import { declineReason } from './decline-reason.ts';

/** Codes in the spellings gateways and banks use, by what a customer is told. */
const codes: Record<DeclineReason, string[]> = {
  insufficient_funds: [
    'insufficient_funds',
    'INSUFFICIENT-FUNDS',
    'InsufficientFunds',
    'failed_insufficient_funds',
    'not_sufficient_funds',
    'failed_51',
    '51',
    'nsf',
  ],
  expired_card: ['expired_card', 'EXPIRED_CARD', 'card_expired', 'failed_card_expired', '54', 'error_33'],
  wrong_details: [
    'invalid_cvc',
    'CVV_MISMATCH',
    'incorrect_number',
    'invalid_card_number',
    'InvalidLuhn',
    'InvalidCardLength',
    'invalid_expiry_month',
    '14',
    'N7',
  ],
  limit_exceeded: ['card_limit_exceeded', 'EXCEEDS_WITHDRAWAL_LIMIT', 'card_velocity_exceeded', '61', '65'],
  card_not_accepted: [
    'lost_card',
    'STOLEN_CARD',
    'pick_up_card',
    'card_blocked',
    'card_type_not_allowed',
    'country_not_allowed',
    'suspected_fraud',
    '41',
    '43',
    '62',
  ],
  not_confirmed: [
    '3dsecure_failed',
    '3DSECURE_TOO_MANY_TRIES',
    '3ds_timeout',
    '3-D Secure rejected',
    'authentication_required',
    'soft_decline',
    'REJECTED_BY_USER',
    '1A',
    '75',
  ],
  try_later: [
    'acquirer_error',
    'issuer_unavailable',
    'TIMEOUT',
    'PROCESSING_TIMEOUT',
    'system_error',
    'preauth_error',
    'error',
    'failed_technical_error',
    '91',
    '96',
  ],
  other: [
    '',
    'declined',
    'card_declined',
    'CREDIT_DECLINED',
    'DO_NOT_HONOR',
    '05',
    'preauth_failed',
    'epayment_declined',
    'order_not_confirmed',
    'failed_60001',
    'gateway_51',
    'session_expired',
    'what',
  ],
};

for (const [reason, spellings] of Object.entries(codes)) {
  test(`a customer is told ${reason} for ${spellings.join(', ')}`, () => {
    for (const code of spellings) expect(declineReason(code), code).toBe(reason);
  });
}

test('a failure without a code has no reason we know', () => expect(declineReason(undefined)).toBe('other'));
