const read = ['GET', 'HEAD'];
const write = ['POST'];
const readOrSend = ['GET', 'HEAD', 'POST'];

/**
 * Every address of the app and the methods it takes, as the files under app/ and the front's own status-questions.ts, sdk-files.ts and reference-files.ts have them (routes.test.ts compares).
 * Next would answer a wrong method with an empty body, or draw a page for it.
 */
export const routes: Readonly<Record<string, readonly string[]>> = {
  '/': read,
  '/.well-known/jwks.json': read,
  '/checkout/v1/api/authenticate': write,
  '/checkout/v1/api/deliveries': read,
  '/checkout/v1/api/deliveries/[deliveryId]': read,
  '/checkout/v1/api/deliveries/[deliveryId]/replay': write,
  '/checkout/v1/api/events': read,
  '/checkout/v1/api/link': ['GET', 'HEAD', 'POST'],
  '/checkout/v1/api/link/bulk': write,
  '/checkout/v1/api/link/exchange': ['OPTIONS', 'POST'],
  '/checkout/v1/api/link/export.csv': read,
  '/checkout/v1/api/link/[linkId]': ['GET', 'HEAD', 'PATCH'],
  '/checkout/v1/api/link/[linkId]/cancel': write,
  '/checkout/v1/api/link/[linkId]/poster.pdf': read,
  '/checkout/v1/api/link/[linkId]/qr.pdf': read,
  '/checkout/v1/api/link/[linkId]/qr.png': read,
  '/checkout/v1/api/link/[linkId]/qr.svg': read,
  '/checkout/v1/api/link/[linkId]/qr.txt': read,
  '/checkout/v1/api/link/[linkId]/reissue': write,
  '/checkout/v1/api/link/[linkId]/short-code': write,
  '/checkout/v1/api/payment': ['GET', 'HEAD', 'OPTIONS', 'POST'],
  '/checkout/v1/api/payment/export.csv': read,
  '/checkout/v1/api/payment/[paymentId]': read,
  '/checkout/v1/api/payment/[paymentId]/capture': write,
  '/checkout/v1/api/payment/[paymentId]/refund': write,
  '/checkout/v1/api/payment/[paymentId]/release': write,
  // Before the address it would also fit.
  '/checkout/v1/api/payment-methods/refresh': write,
  '/checkout/v1/api/payment-methods/[methodId]': ['PUT'],
  '/checkout/v1/api/payment-methods': read,
  '/checkout/v1/api/session': ['GET', 'HEAD', 'POST'],
  '/checkout/v1/api/session/[sessionId]': ['GET', 'HEAD', 'PUT'],
  '/checkout/v1/api/session/[sessionId]/cancel': write,
  '/checkout/v1/api/session/[sessionId]/checkout': ['GET', 'HEAD', 'OPTIONS'],
  '/checkout/v1/api/session/[sessionId]/extend': ['OPTIONS', 'POST'],
  '/checkout/v1/api/session/[sessionId]/link': write,
  '/checkout/v1/api/session/[sessionId]/opened': ['OPTIONS', 'POST'],
  '/checkout/v1/api/session/[sessionId]/payment-methods': ['GET', 'HEAD', 'OPTIONS'],
  '/checkout/v1/api/session/[sessionId]/status': ['GET', 'HEAD', 'OPTIONS'],
  '/checkout/v1/api/session/[sessionId]/timeline': read,
  '/checkout/v1/api/session/[sessionId]/token': write,
  '/checkout/v1/api/verify': write,
  '/checkout/v1/api/webhooks': ['GET', 'HEAD', 'POST'],
  '/checkout/v1/api/webhooks/[endpointId]': ['GET', 'HEAD', 'PATCH'],
  '/checkout/v1/api/webhooks/[endpointId]/replay': write,
  '/checkout/v1/api/webhooks/[endpointId]/rotate-secret': write,
  '/checkout/v1/api/webhooks/[endpointId]/test': write,
  '/docs': read,
  '/gateway/altapay/[paymentId]/[mac]/[kind]': write,
  '/healthz': read,
  '/llms.txt': read,
  '/logos/[file]': read,
  '/metrics': read,
  '/openapi.json': read,
  '/p': readOrSend,
  '/pay/[token]': read,
  '/pay/[token]/extend': write,
  '/pay/[token]/leave/[paymentId]': read,
  '/pay/[token]/opened': write,
  '/pay/[token]/payments': write,
  '/pay/[token]/status': read,
  '/pay/return/[key]': read,
  '/pay/return/[key]/status': read,
  '/pay/state': read,
  '/pay/state/[name]': read,
  '/postman.json': read,
  '/readyz': read,
  '/sandbox': read,
  '/sandbox/board/[action]': write,
  '/sandbox/eCommerce.php/API/embeddedPaymentWindow': read,
  '/sandbox/eCommerce/API/appUrl': write,
  '/sandbox/eCommerce/API/challenge': read,
  '/sandbox/eCommerce/API/confirm': write,
  '/sandbox/eCommerce/API/continue': read,
  '/sandbox/eCommerce/API/decide': write,
  '/sandbox/eCommerce/API/pay': write,
  '/sandbox/eCommerce/API/requestForm': read,
  '/sandbox/logos/[file]': read,
  '/sdk/[file]': read,
  '/sandbox/merchant/API/[method]': ['GET', 'HEAD', 'POST'],
  '/verify': readOrSend,
};

const patterns = Object.entries(routes).map(([path, methods]) => {
  const source = path.replaceAll('.', '\\.').replaceAll(/\[\w+\]/g, '[^/]+');
  return { pattern: new RegExp(`^${source}$`), methods };
});

/** The methods that an address takes; undefined when no file of the app answers it. */
export const methodsAt = (path: string): readonly string[] | undefined => patterns.find(({ pattern }) => pattern.test(path))?.methods;
