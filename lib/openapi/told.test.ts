import { expect, test } from '@playwright/test';
import Ajv2020 from 'ajv/dist/2020.js';
import { jsonCallbackBody } from '../callbacks/json-body.ts';
import type { CallbackFacts } from '../gateways/altapay/callback-facts.ts';
import { currencyOf } from '../money.ts';
import { CallbackBody } from './told.ts';

const validate = new Ajv2020({ strict: false, validateFormats: false }).compile({ ...CallbackBody, additionalProperties: false });

const facts = (given: Partial<CallbackFacts>): CallbackFacts => ({
  merchantOrderId: 'Order-1',
  amount: { minor: 24950n, currency: currencyOf('DKK') ?? ('DKK' as never) },
  status: 'succeeded',
  type: 'payment',
  paymentId: '0198c7a2-6c1e-7d3b-9f50-2b8a4e6d1c01',
  terminal: 'Card',
  paymentStatus: 'authorized',
  authorizedMinor: 24950n,
  capturedMinor: 0n,
  refundedMinor: 0n,
  disputedMinor: 0n,
  mustShowMessage: false,
  transactionInfo: { note: 'gift' },
  sessionId: '0198c7a2-6c1e-7d3b-9f50-2b8a4e6d1c02',
  createdAt: new Date(0),
  changedAt: new Date(0),
  ...given,
});

for (const status of ['succeeded', 'failed', 'error', 'cancelled', 'declined', 'open'] as const) {
  test(`the JSON callback of "${status}" is as it is documented`, () => {
    const body = jsonCallbackBody(facts({ status, mode: 'test', ...(status === 'succeeded' && { maskedCard: '411111******1111' }) }));
    expect(validate(JSON.parse(body ?? '')), JSON.stringify(validate.errors)).toBe(true);
  });
}
