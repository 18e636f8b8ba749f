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
];

for (const [path, logged] of paths) {
  test(`the log shows ${logged} for a path such as ${path.slice(0, 24)}`, () => {
    expect(loggablePath(path)).toBe(logged);
  });
}
