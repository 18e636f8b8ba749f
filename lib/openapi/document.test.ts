import { expect, test } from '@playwright/test';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import { routes } from '../server/routes.ts';
import { openApi } from './document.ts';
import type { ApiOperation, ApiResponse } from './open-api.ts';
import { operations } from './operations.ts';

const document = openApi('https://pay.example.com');

const allOperations = (): [where: string, operation: ApiOperation][] =>
  [document.paths, document.webhooks].flatMap((paths) =>
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, ApiOperation] => [`${method} ${path}`, operation]),
    ),
  );

const responseOf = (response: ApiResponse | { $ref: string }): ApiResponse =>
  '$ref' in response ? (document.components.responses[response.$ref.split('/').at(-1) ?? ''] ?? { description: '' }) : response;

test('it is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test('every reference leads somewhere, and every schema and answer that is named is used', () => {
  const text = JSON.stringify(document);
  const referred = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, place = '']) => place));
  const named = Object.entries(document.components).flatMap(([kind, byName]) => Object.keys(byName).map((name) => `components/${kind}/${name}`));
  expect([...referred].filter((place) => !named.includes(place))).toEqual([]);
  // A 405 is no answer of any one call: it says that there is none.
  const free = ['components/responses/MethodNotAllowed', 'components/headers/Allow'];
  expect(named.filter((place) => !referred.has(place) && !place.includes('securitySchemes') && !free.includes(place))).toEqual([]);
});

test('every example fits its schema, and the route’s own check takes that of every body', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const wrong: unknown[] = [];
  for (const [where, { requestBody, responses }] of allOperations()) {
    const contents = [requestBody?.content, ...Object.values(responses).map((response) => responseOf(response).content)];
    for (const [type, { schema, example }] of contents.flatMap((content) => Object.entries(content ?? {}))) {
      if (example === undefined) continue;
      const validate = ajv.compile({ ...schema, components: document.components });
      if (!validate(example)) wrong.push([where, type, validate.errors]);
    }
  }
  expect(wrong).toEqual([]);
  for (const { id, path, method, contract } of operations) {
    const operation = document.paths[path]?.[method.toLowerCase() as 'post'];
    const example = operation?.requestBody?.content['application/json']?.example;
    // What a verb reads itself, its own tests read (lib/links/bulk-lines.test.ts).
    if (example !== undefined && !('takes' in contract)) expect(contract.body.safeParse(example).error?.issues ?? [], id).toEqual([]);
  }
});

test('every call says what it is, whose it is, and what it may be refused with', () => {
  for (const [where, operation] of allOperations()) {
    expect(operation.summary, where).toMatch(/^[A-Z].*[^.]$/);
    expect(typeof operation['x-altapay'], where).toBe('boolean');
    expect(
      document.tags.map(({ name }) => name),
      where,
    ).toContain(operation.tags[0]);
  }
  for (const { id, path, method } of operations) {
    const statuses = Object.keys(document.paths[path]?.[method.toLowerCase() as 'post']?.responses ?? {});
    expect(statuses, id).toEqual(expect.arrayContaining(['400', '421', '500', '503']));
  }
});

/** Addresses of the front that are no part of the API: pages for people, and the doors of the gateway and its sandbox. */
const forOthers = /^\/(?:$|docs$|llms\.txt$|postman\.json$|logos\/|brand\/|metrics$|p$|verify$|pay\/|gateway\/|sandbox(?:\/|$))/;

test('every other public address is documented, or is known not to be for programs', () => {
  const documented = new Set(Object.keys(document.paths));
  const addresses = Object.keys(routes).map((path) => path.replaceAll('[', '{').replaceAll(']', '}'));
  expect(addresses.filter((path) => !documented.has(path) && !forOthers.test(path))).toEqual([]);
  // Of the files at /sdk/{file} one is documented apart.
  expect([...documented].filter((path) => !addresses.includes(path) && path !== '/sdk/origin')).toEqual([]);
});

test('the decisions of ours that AltaPay’s text leaves open are told', () => {
  for (const heading of ['Credentials', 'Links', 'Time', 'Change', 'Wire']) expect(document.info.description).toContain(`## ${heading}\n`);
});
