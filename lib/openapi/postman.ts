import { exampleText } from './curl.ts';
import { type Listed, listed, parametersOf } from './listed.ts';
import type { OpenApi } from './open-api.ts';

/** The variables that an answer gives to the requests after it: the member it is in, by the operation that answers it. */
const kept: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  authenticate: { token: 'token' },
  createSession: { sessionId: 'sessionId' },
  createLink: { linkId: 'id' },
  startPayment: { paymentId: 'paymentId' },
  registerWebhookEndpoint: { endpointId: 'id' },
};

/** Requests that tell the service more than their example does. */
const always: Readonly<Record<string, Readonly<Record<string, string>>>> = { authenticate: { group: 'Management' } };

/** The API as a Postman collection (v2.1): requests by tag, a token that is kept once it is asked for, and ids that go along. */
export function postmanCollection(document: OpenApi): object {
  const groups = listed(document).filter(({ operations }) => operations.length > 0);
  const inPaths = groups.flatMap(({ operations }) => operations.flatMap(({ path }) => [...path.matchAll(/\{(\w+Id)\}/g)].map(([, name = '']) => name)));
  const values = [...new Set(['token', ...inPaths])];
  const variables = { baseUrl: document.servers[0]?.url ?? '', username: '', password: '', ...Object.fromEntries(values.map((name) => [name, ''])) };
  return {
    info: {
      name: document.info.title,
      description: `${document.info.summary}\n\nSet \`username\` and \`password\`, send “Exchange API credentials for a token” once an hour, and the rest is sent with that token.`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: Object.entries(variables).map(([key, value]) => ({ key, value, type: 'string' })),
    item: groups.map(({ tag, operations }) => ({
      name: tag.name,
      description: tag.description,
      item: operations.map((operation) => itemOf(operation, document)),
    })),
  };
}

function itemOf(operation: Listed, document: OpenApi): object {
  const lines = Object.entries(kept[operation.operationId] ?? {}).map(
    ([name, member]) => `pm.collectionVariables.set('${name}', pm.response.json().${member});`,
  );
  return {
    name: operation.summary,
    request: requestOf(operation, document),
    response: [],
    ...(lines.length > 0 && {
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: ['if (pm.response.code < 300) {', ...lines, '}'] } }],
    }),
  };
}

function requestOf(operation: Listed, document: OpenApi): object {
  const body = operation.requestBody?.content['application/json'];
  return {
    method: operation.method,
    header: body ? [{ key: 'Content-Type', value: 'application/json' }] : [],
    url: urlOf(operation, document),
    ...(operation.description && { description: operation.description }),
    ...authOf(operation),
    ...(body && { body: { mode: 'raw', raw: exampleText(body.example), options: { raw: { language: 'json' } } } }),
  };
}

/** The collection's token, unless the call takes none of it. */
function authOf({ security }: Listed): object {
  if (security.length === 0) return { auth: { type: 'noauth' } };
  if (security.some((way) => 'merchantToken' in way)) return {};
  const basic = { username: '{{username}}', password: '{{password}}' };
  return { auth: { type: 'basic', basic: Object.entries(basic).map(([key, value]) => ({ key, value, type: 'string' })) } };
}

function urlOf(operation: Listed, document: OpenApi): object {
  const given = always[operation.operationId] ?? {};
  const parameters = parametersOf(operation, document);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, description }) => ({ key: name, value: given[name] ?? '', ...(description && { description }), disabled: !(name in given) }));
  const sent = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`);
  return {
    raw: `{{baseUrl}}${path}${sent.length > 0 ? `?${sent.join('&')}` : ''}`,
    host: ['{{baseUrl}}'],
    path: path.split('/').slice(1),
    ...(query.length > 0 && { query }),
    variable: parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, schema }) => ({ key: name, value: name === 'file' ? String(schema.examples?.[0] ?? '') : `{{${name}}}` })),
  };
}
