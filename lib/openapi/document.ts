import type { z } from 'zod';
import { EventBody } from '../events/contract.ts';
import { exampleOf } from './example.ts';
import { type Components, makeComponents } from './json-schema.ts';
import type { ApiOperation, ApiResponse, OpenApi, Parameter, PathItem } from './open-api.ts';
import { type Operation, readsBody, takesKey, uploadsOf } from './operation.ts';
import { operations } from './operations.ts';
import { otherAddresses } from './other-addresses.ts';
import { type Answers, makeAnswers, Problem } from './problem-answers.ts';
import { about, tags } from './texts.ts';
import { toldToMerchants } from './told.ts';

/** The names of the ways to prove who calls. */
const schemes = {
  basic: { type: 'http', scheme: 'basic', description: 'Your API user and password. They open every call.' },
  merchantToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token of `POST /checkout/v1/api/authenticate`, for an hour. Its groups say what it opens: `SessionUpdate`, `ExecutePayment`, `ListPaymentMethods`, and `Management` when it was asked for.',
  },
  customerToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token for one session, safe in a browser: of `POST …/session/{sessionId}/token`, or of `POST …/link/exchange`.',
  },
} as const;

const customersGroups = new Set(['ExecutePayment', 'ListPaymentMethods']);

const key: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same request gives the same answer for 72 hours, and does nothing twice. 1 to 255 printable ASCII characters.',
  schema: { type: 'string', minLength: 1, maxLength: 255, examples: ['order-1234-1'] },
};

/** The whole API as an OpenAPI 3.1 document, made of the schemas that the routes parse with. `publicUrl`: where it is served. */
export function openApi(publicUrl: string): OpenApi {
  const components = makeComponents();
  const answers = makeAnswers(operations);
  components.refer(EventBody);
  components.schemas.Problem = Problem;
  const paths: Record<string, PathItem> = {};
  for (const operation of operations) {
    const item = paths[operation.path] ?? {};
    paths[operation.path] = { ...item, [operation.method.toLowerCase()]: operationOf(operation, components, answers) };
  }
  return {
    openapi: '3.1.0',
    info: about,
    servers: [{ url: publicUrl, description: 'This service' }],
    tags,
    paths: { ...paths, ...otherAddresses },
    webhooks: toldToMerchants(components.schemas),
    components: {
      schemas: Object.fromEntries(Object.entries(components.schemas).sort(([one], [other]) => (one < other ? -1 : 1))),
      responses: answers.shared,
      parameters: { IdempotencyKey: key },
      headers: answers.headers,
      securitySchemes: schemes,
    },
  };
}

function operationOf(operation: Operation, components: Components, answers: Answers): ApiOperation {
  const { id, tag, contract } = operation;
  const parameters = parametersOf(operation, components);
  const body = bodyOf(operation, components);
  return {
    operationId: id,
    tags: [tag],
    summary: contract.summary,
    ...(contract.description && { description: contract.description }),
    'x-altapay': contract.isAltaPays === true,
    ...(contract.isForBrowsers && { 'x-browsers': true as const }),
    security: securityOf(contract.needs),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: { [contract.status]: successOf(operation, components), ...answers.of(operation) },
  };
}

function securityOf(needs: Operation['contract']['needs']): Record<string, string[]>[] {
  if (needs === 'Link') return [];
  if (needs === 'Basic') return [{ basic: [] }];
  return [{ basic: [] }, { merchantToken: [needs] }, ...(customersGroups.has(needs) ? [{ customerToken: [needs] }] : [])];
}

function parametersOf(operation: Operation, { refer }: Components): NonNullable<ApiOperation['parameters']> {
  const { contract } = operation;
  const inPath = Object.entries((contract.params as z.ZodObject).shape).map(([name, schema]) => parameter(name, 'path', schema as z.ZodType, refer));
  const inQuery = Object.entries(contract.query ?? {}).map(([name, schema]) => parameter(name, 'query', schema as z.ZodType, refer));
  return [...inPath, ...inQuery, ...(takesKey(operation) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : [])];
}

function parameter(name: string, place: 'path' | 'query', zod: z.ZodType, refer: Components['refer']): Parameter {
  const { description, ...schema } = refer(zod);
  return { name, in: place, required: place === 'path' || !zod.safeParse(undefined).success, ...(description && { description }), schema };
}

/** Undefined where nothing is to be sent. */
function bodyOf(operation: Operation, { refer, schemas }: Components): ApiOperation['requestBody'] | undefined {
  const { contract } = operation;
  if (!readsBody(operation)) return undefined;
  const uploads = uploadsOf(operation);
  // The bytes of a file have no schema (OpenAPI 3.1, "Considerations for File Uploads").
  if (uploads) return { required: true, content: Object.fromEntries(uploads.map((type) => [type, { schema: {} }])) };
  if ('takes' in contract && contract.takes) {
    return {
      required: true,
      content: Object.fromEntries(Object.entries(contract.takes).map(([type, example]) => [type, { schema: { type: 'string' }, example }])),
    };
  }
  // A body that is no plain object (a choice of two, say) has no shape to look at.
  const { shape = { any: true } } = contract.body as Partial<Pick<z.ZodObject, 'shape'>>;
  if (Object.keys(shape).length === 0) return undefined;
  const schema = refer(contract.body);
  return {
    required: !contract.body.safeParse({}).success,
    content: { 'application/json': { schema, example: exampleOf(schema, schemas) } },
  };
}

function successOf({ contract }: Operation, { refer, schemas }: Components): ApiResponse {
  const description = contract.status === 201 ? 'Made' : 'Done';
  const headers = { 'X-Request-Id': { $ref: '#/components/headers/RequestId' } };
  if ('gives' in contract) {
    if (contract.shape) return { description, headers, content: { 'application/json': { schema: refer(contract.shape) } } };
    const content = Object.fromEntries(contract.gives.map((type) => [type, { schema: /^text\/|json|svg/.test(type) ? { type: 'string' } : {} }]));
    return { description, headers, content };
  }
  const schema = refer(contract.response);
  return { description, headers, content: { 'application/json': { schema, example: exampleOf(schema, schemas) } } };
}
