import type { Mutant } from './mutant.ts';

export const otherMerchantsMutants: readonly Mutant[] = [
  {
    name: 'any-merchants-link',
    breaks: 'a link is read by its id alone, whoever asks',
    foundBy: 'other-merchants',
    patches: [
      {
        file: 'lib/links/link-view.ts',
        find: 'where: { id, merchantId }, include: wholeLink',
        put: 'where: merchantId ? { id } : { id, merchantId }, include: wholeLink',
      },
    ],
  },
  {
    name: 'any-merchants-deliveries',
    breaks: 'a list of deliveries that is asked for one session has that session’s, whoever asks',
    foundBy: 'other-merchants',
    patches: [
      {
        file: 'lib/deliveries/delivery-log.ts',
        find: 'where: { merchantId, ...named, createdAt, ...olderThan(before) },',
        put: 'where: { ...(query.sessionId ? {} : { merchantId }), ...named, createdAt, ...olderThan(before) },',
      },
    ],
  },
  {
    name: 'every-member-written',
    breaks: 'a change of an endpoint takes members that its contract does not name, and writes them',
    foundBy: 'other-merchants',
    patches: [
      { file: 'lib/webhooks/contract.ts', find: 'const ChangeBody = z\n  .object({', put: 'const ChangeBody = z\n  .looseObject({' },
      {
        file: 'lib/webhooks/endpoints.ts',
        find: '      changedAt: at,\n      ...(url',
        put: '      ...(given as object),\n      changedAt: at,\n      ...(url',
      },
    ],
  },
  {
    name: 'any-page-leaves',
    breaks: 'the page that leads to the gateway finds a payment by its id alone, whatever the link',
    foundBy: 'other-merchants',
    patches: [
      {
        file: 'lib/payments/start-payment.ts',
        find: 'db().payment.findFirst({ where: { id: paymentId, sessionId }, include: { method: true } });',
        put: 'db().payment.findFirst({ where: sessionId ? { id: paymentId } : { sessionId }, include: { method: true } });',
      },
    ],
  },
];
