import { expect, test } from '@playwright/test';
import type { CheckoutSession, Payment, PaymentMethod } from '../db/generated/client.ts';
import { anOrder } from '../testing/orders.ts';
import { gatewayRequest } from './gateway-request.ts';

const payment = Object.assign({} as Payment, { id: 'p-1', gatewayOrderId: 'A-1', amountMinor: 204_999n, currency: 'DKK', captureAtOnce: false });
const method = Object.assign({} as PaymentMethod, { terminal: 'Card' });

test('the gateway is asked in the page’s language, else in the session’s, else in none', () => {
  const asked = (language: string | undefined, configuration: object) => {
    const session = Object.assign({} as CheckoutSession, { order: anOrder(), configuration });
    return gatewayRequest({ session, payment, method, callbackBase: 'https://pay.test/x', language }).language;
  };
  expect(asked('fi', { language: 'da' })).toBe('fi');
  expect(asked(undefined, { language: 'da' })).toBe('da');
  expect(asked(undefined, {})).toBeUndefined();
});
