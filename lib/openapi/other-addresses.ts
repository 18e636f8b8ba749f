import type { JsonSchema } from './json-schema.ts';
import type { ApiOperation, ApiResponse, Content, Parameter, PathItem } from './open-api.ts';

const tag = 'Service';

const text = (type: string, example?: string): Content => ({ [type]: { schema: { type: 'string' }, ...(example && { example }) } });

type Given = Pick<ApiOperation, 'operationId' | 'summary' | 'responses'> & { description?: string; parameters?: Parameter[] };

const open = (given: Given): PathItem => ({ get: { tags: [tag], 'x-altapay': false, security: [], ...given } });

const refused = (name: 'InvalidRequest' | 'BodyTooLarge' | 'Misdirected' | 'NotFound' | 'InternalError' | 'Unavailable', description: string): ApiResponse => ({
  description: `${name}: ${description}`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const always = {
  400: refused('InvalidRequest', 'the request cannot be understood.'),
  413: refused('BodyTooLarge', 'the body is too large.'),
  421: refused('Misdirected', 'this host is not served here.'),
};

const jsonWebKeys = (key: Record<string, JsonSchema>): JsonSchema => ({
  type: 'object',
  properties: { keys: { type: 'array', items: { type: 'object', properties: key, required: Object.keys(key) } } },
  required: ['keys'],
});

const tokenKeys = jsonWebKeys({
  kty: { type: 'string', const: 'RSA' },
  n: { type: 'string' },
  e: { type: 'string', examples: ['AQAB'] },
  kid: { type: 'string' },
  alg: { type: 'string', const: 'RS256' },
  use: { type: 'string', const: 'sig' },
});

const receiptKeys = jsonWebKeys({
  kty: { type: 'string', const: 'OKP' },
  crv: { type: 'string', const: 'Ed25519' },
  x: { type: 'string' },
  kid: { type: 'string' },
  alg: { type: 'string', const: 'EdDSA' },
  use: { type: 'string', const: 'sig' },
});

/** Addresses beside the API that programs ask: keys, probes, the SDK, and this reference itself. Open to everybody. */
export const otherAddresses: Record<string, PathItem> = {
  '/.well-known/jwks.json': open({
    operationId: 'getTokenKeys',
    summary: 'Read the public keys of our tokens',
    description: 'RFC 7517, to check a token yourself.',
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: tokenKeys } } },
      ...always,
      500: refused('InternalError', 'something went wrong on our side.'),
      503: refused('Unavailable', 'the service cannot answer now.'),
    },
  }),
  '/receipt-keys.json': open({
    operationId: 'getReceiptKeys',
    summary: 'Read the public keys that sign receipts',
    description:
      'RFC 8037; one for each version of SECRET_KEY. `npm run receipt:verify -- receipt.json --keys receipt-keys.json` compares a receipt with them.',
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: receiptKeys } } },
      ...always,
      500: refused('InternalError', 'something went wrong on our side.'),
      503: refused('Unavailable', 'the service cannot answer now.'),
    },
  }),
  '/healthz': open({
    operationId: 'isAlive',
    summary: 'Ask whether the process is alive',
    description: 'Any host may be named.',
    responses: {
      200: { description: 'It is', content: text('text/plain', 'ok\n') },
      400: always[400],
      413: always[413],
      503: refused('Unavailable', 'the service is starting.'),
    },
  }),
  '/readyz': open({
    operationId: 'isReady',
    summary: 'Ask whether the service can work',
    description: 'Whether its database answers. Any host may be named.',
    responses: {
      200: { description: 'It can', content: text('text/plain', 'ready\n') },
      400: always[400],
      413: always[413],
      503: { description: 'It cannot now', content: { ...text('text/plain', 'not ready\n'), ...refused('Unavailable', '').content } },
    },
  }),
  '/sdk/{file}': open({
    operationId: 'getSdk',
    summary: 'Load the JS SDK for pages of your own',
    description: '`v1.js` (a script), `v1.mjs` (a module) and `v1.d.ts` (its types) are the newest of their major version; `v1.0.0.js` never changes.',
    parameters: [{ name: 'file', in: 'path', required: true, schema: { type: 'string', examples: ['v1.js'] } }],
    responses: {
      200: { description: 'The file', content: { ...text('text/javascript'), ...text('text/plain') } },
      304: { description: 'You have it already (`If-None-Match`)' },
      ...always,
      404: { description: 'There is no such file', content: text('text/html') },
    },
  }),
  '/sdk/origin': open({
    operationId: 'whyUnanswered',
    summary: 'Learn why a page’s calls are not answered',
    description: 'The SDK asks this when a browser kept an answer from it. Tells of the page’s own `Origin` only.',
    responses: {
      200: {
        description: 'Why',
        content: {
          'application/json': {
            schema: { type: 'object', properties: { code: { type: 'string', enum: ['wrong_origin', 'disabled', 'unavailable'] } }, required: ['code'] },
          },
        },
      },
      ...always,
      500: refused('InternalError', 'something went wrong on our side.'),
    },
  }),
  '/openapi.json': open({
    operationId: 'getOpenApi',
    summary: 'Read this description',
    responses: {
      200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object', required: ['openapi', 'paths'] } } } },
      304: { description: 'You have it already (`If-None-Match`)' },
      ...always,
    },
  }),
};
