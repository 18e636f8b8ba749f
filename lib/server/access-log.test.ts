import { expect, test } from '@playwright/test';
import { loggablePath } from './access-log.ts';

const token = 'swahbex49h7sdbtvdq98qbmqqmp';
const id = '01a202ef-131a-7e97-b2bc-35acc9830913';
const seal = 'Zm9vYmFyYmF6cXV4MTIzNA';

const paths: [string, string][] = [
  [`/pay/${token}`, '/pay/***'],
  [`/pay/${token}/status`, '/pay/***/status'],
  [`/%70ay/${token}`, '/pay/***'],
  [`/pay/return/${token}`, '/pay/return/***'],
  [`/gateway/altapay/${id}/${seal}`, `/gateway/altapay/${id}/***`],
  [`http://example.com/pay/${token}`, '(not a path)'],
  [`//pay/${token}`, '(not a path)'],
  ['/pay/%ff', '(undecodable)'],
  [`/checkout/v1/api/session/${id}/link`, `/checkout/v1/api/session/${id}/link`],
  [`/Pay/${token}`, '/Pay/***'],
  [`/pays/${token}/status`, '/pays/***/status'],
  [`/pay//${token}`, '/pay/***/***'],
  [`/pay/state/${token}`, '/pay/***/***'],
  [`/${token}`, '/***'],
  [`/${token}/pay`, '/***/pay'],
  [`/checkout/v1/api/session/${token}`, '/checkout/v1/api/session/***'],
  [`/checkout/v1/api/link/4170000000000568`, '/checkout/v1/api/link/***'],
  ['/p/635M-G2H1-H73W', '/p/***'],
  ['/verify/a@b.dk', '/verify/***'],
  [`/_next/static/chunks/0a1b2c3d4e5f6071.css`, '/_next/static/chunks/0a1b2c3d4e5f6071.css'],
  [`/_next/static/${token}`, '/_next/static/***'],
  ['/checkout/v1/api/payment-methods/refresh', '/checkout/v1/api/payment-methods/refresh'],
  ['/sandbox/eCommerce.php/API/embeddedPaymentWindow', '/sandbox/eCommerce.php/API/embeddedPaymentWindow'],
  ['/logos/przelewy24.svg', '/logos/przelewy24.svg'],
  ['/brand/0f8a3c5e9b1d47a60f8a3c5e9b1d47a6.png', '/brand/0f8a3c5e9b1d47a60f8a3c5e9b1d47a6.png'],
  ['/sandbox/merchant/API/createPaymentRequest', '/sandbox/merchant/API/createPaymentRequest'],
];

for (const [path, logged] of paths) {
  test(`the log shows ${logged} for a path such as ${path.slice(0, 24)}`, () => {
    expect(loggablePath(path)).toBe(logged);
  });
}
