import { exampleOf } from './example.ts';
import type { JsonSchema } from './json-schema.ts';
import type { ApiOperation, Content, OpenApi, Parameter, PathItem } from './open-api.ts';

/** The JSON body of AltaPay's callbacks (lib/callbacks/json-body.ts). */
export const CallbackBody: JsonSchema = {
  type: 'object',
  description: 'What became of a payment. `order.amount` is a bare number beside its currency here, unlike in the session.',
  properties: {
    status: { type: 'string', enum: ['SUCCEEDED', 'FAILED', 'ERROR', 'CANCELLED', 'DECLINED', 'PENDING'] },
    requiresCapture: { type: 'boolean', description: 'Whether the money is promised only, and you still have to capture it.' },
    paymentId: { type: 'string', format: 'uuid' },
    sessionId: { type: 'string', format: 'uuid' },
    order: {
      type: 'object',
      properties: {
        orderId: { type: 'string', examples: ['Order-1234'] },
        amount: { type: 'number', examples: [249.5] },
        currency: { type: 'string', examples: ['DKK'] },
      },
      required: ['orderId', 'amount', 'currency'],
    },
    cardInformation: {
      type: ['object', 'null'],
      properties: { lastFourDigits: { type: 'string' } },
      required: ['lastFourDigits'],
      examples: [{ lastFourDigits: '1111' }],
    },
    customerErrorMessage: { type: ['string', 'null'] },
    merchantErrorMessage: { type: ['string', 'null'] },
    merchantErrorCode: { type: 'null' },
    customerMessageMustBeShown: { type: 'boolean', examples: [false] },
    transactionInfo: { type: 'object', additionalProperties: { type: 'string' } },
    mode: { type: 'string', const: 'test', description: 'In test mode only.' },
  },
  required: ['status', 'requiresCapture', 'paymentId', 'sessionId', 'order', 'cardInformation', 'customerErrorMessage', 'transactionInfo'],
};

const header = (name: string, description: string): Parameter => ({ name, in: 'header', required: true, description, schema: { type: 'string' } });

const signature = header(
  'AltaPay-Signature',
  '`t=<unix seconds>;s0=<hex>[;s1=<hex>]`: HMAC-SHA256 of `<raw body>.<t>` with your callback secret. Accept if any matches, and refuse an old `t`.',
);

const again = 'What is not answered with 2xx is tried ten times over three days.';

function callback(operationId: string, summary: string, description: string, content: Content, responses: ApiOperation['responses']): PathItem {
  const parameters = [signature];
  return {
    post: {
      operationId,
      tags: ['Webhooks'],
      summary,
      description,
      'x-altapay': true,
      security: [],
      parameters,
      requestBody: { required: true, content },
      responses,
    },
  };
}

/** What we send: AltaPay's callbacks of a session, and our events. Names what it needs in `schemas`. */
export function toldToMerchants(schemas: Record<string, JsonSchema>): OpenApi['webhooks'] {
  schemas.Callback = CallbackBody;
  const refer = (name: string) => {
    const schema = { $ref: `#/components/schemas/${name}` };
    return { schema, example: exampleOf(schema, schemas) };
  };
  const body: Content = {
    'application/x-www-form-urlencoded': { schema: { type: 'object', description: 'AltaPay’s fields, and `xml`.', additionalProperties: { type: 'string' } } },
    'application/json': refer('Callback'),
  };
  const taken = { '2XX': { description: 'Taken' } };
  const carries = { ...taken, '3XX': { description: 'Taken; the customer goes to `Location`, on your registered origins' } };
  return {
    notification: callback('notification', 'Hear every outcome of a payment', `To \`callbacks.notification\`. ${again}`, body, taken),
    success: callback(
      'success',
      'Hear that a payment succeeded',
      'To `callbacks.success` of type `URL`. The answer may carry the customer along.',
      body,
      carries,
    ),
    failure: callback('failure', 'Hear that a payment failed', 'To `callbacks.failure` of type `URL`. The answer may carry the customer along.', body, carries),
    event: {
      post: {
        operationId: 'event',
        tags: ['Webhooks'],
        summary: 'Hear of an event at a webhook endpoint',
        description: `Standard Webhooks. ${again} An event may come twice, with the same \`webhook-id\`, and out of order: \`sequence\` counts within a session.`,
        'x-altapay': false,
        security: [],
        parameters: [
          header('webhook-id', 'The event’s id, the same at every try.'),
          header('webhook-timestamp', 'Unix seconds of this try.'),
          header('webhook-signature', '`v1,<base64>` for each of the endpoint’s secrets: HMAC-SHA256 of `<id>.<timestamp>.<raw body>`.'),
        ],
        requestBody: { required: true, content: { 'application/json': refer('Event') } },
        responses: { ...taken, 410: { description: 'Gone: the endpoint is switched off' }, 429: { description: '`Retry-After` is kept' } },
      },
    },
  };
}
