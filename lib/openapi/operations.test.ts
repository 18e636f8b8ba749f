import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { routes } from '../server/routes.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { refusalsOf } from './refusals.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const api = '/checkout/v1/api';

/** As the front writes the address: `[sessionId]` for `{sessionId}`. */
const addressOf = ({ path }: Pick<Operation, 'path'>): string => path.replaceAll('{', '[').replaceAll('}', ']');

type Route = { address: string; method: string; by: string; contract: unknown };

/** Every route of the API as its file says it: address, method, wrapper, and the contract itself. */
async function routesInFiles(): Promise<Route[]> {
  const files = readdirSync(join(root, 'app', api), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('route.ts'));
  const found = await Promise.all(files.map((file) => routesIn(`${api}/${dirname(file)}`, readFileSync(join(root, 'app', api, file), 'utf8'))));
  const watch = await routesIn(`${api}/session/[sessionId]/status`, statusQuestions());
  return [...found.flat(), ...watch];
}

/** The one route that the front answers itself is written there in other words. */
function statusQuestions(): string {
  const text = readFileSync(join(root, 'lib/server/status-questions.ts'), 'utf8').replaceAll("'../", "'#lib/");
  return text.replace(/const watchRoute: Route =/, 'export const GET =');
}

async function routesIn(address: string, text: string): Promise<Route[]> {
  const calls = [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE) = (\w+)\(\s*(\w+)/g)];
  return Promise.all(calls.map(async ([, method = '', by = '', name = '']) => ({ address, method, by, contract: await imported(text, name) })));
}

async function imported(text: string, name: string): Promise<unknown> {
  const [, from = ''] = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)'`).exec(text) ?? [];
  return ((await import(from)) as Record<string, unknown>)[name];
}

test('every route of the API is documented with its own contract and wrapper, and nothing else is', async () => {
  const inFiles = await routesInFiles();
  const key = ({ address, method }: { address: string; method: string }) => `${method} ${address}`;
  const documented = operations.map((operation) => ({ ...operation, address: addressOf(operation) }));
  expect(documented.map(key).sort()).toEqual(inFiles.map(key).sort());
  for (const route of inFiles) {
    const entry = documented.find((one) => key(one) === key(route));
    expect(entry?.by, key(route)).toBe(route.by);
    expect(entry?.contract === route.contract, `${key(route)} is documented with the contract it is made of`).toBe(true);
  }
});

test('every address and method that the front lets through to the API is documented', () => {
  const known = Object.entries(routes)
    .filter(([address]) => address.startsWith(`${api}/`))
    .flatMap(([address, methods]) => methods.map((method) => `${method} ${address}`));
  // HEAD is GET without its body, OPTIONS the question before a page's call.
  const documented = operations.flatMap((operation) => {
    const { method, contract } = operation;
    const also = [...(method === 'GET' ? ['HEAD'] : []), ...(contract.isForBrowsers ? ['OPTIONS'] : [])];
    return [method, ...also].map((one) => `${one} ${addressOf(operation)}`);
  });
  expect([...new Set(documented)].sort()).toEqual(known.sort());
});

test('names of operations are unique and good names of functions', () => {
  const ids = operations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z][A-Za-z]+$/.test(id))).toEqual([]);
});

test('a path names the parameters that its contract parses', () => {
  for (const { id, path, contract } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const shape = (contract.params as unknown as { shape: object }).shape;
    expect(named, id).toEqual(Object.keys(shape));
  }
});

test('what a call refuses is its own and that of its kind', () => {
  const of = (id: string) => {
    const operation = operations.find((one) => one.id === id);
    return operation ? refusalsOf(operation) : [];
  };
  // A body that nothing would read is bounded too.
  const bodiless = ['invalid_request', 'unauthenticated', 'body_too_large', 'misdirected', 'rate_limited', 'internal', 'unavailable'];
  expect(of('authenticate')).toEqual(expect.arrayContaining(bodiless));
  expect(of('authenticate')).not.toContain('malformed_json');
  expect(of('authenticate')).not.toContain('invalid_field');
  expect(of('getSession').sort()).toEqual([...bodiless, 'forbidden', 'not_found'].sort());
  expect(of('createLink')).toEqual(expect.arrayContaining(['idempotency_key_reused', 'qr_too_small', 'not_found', 'unsupported_media_type']));
  expect(of('createLink')).not.toContain('wrong_origin');
  expect(of('startPayment')).toContain('wrong_origin');
  expect(of('exchangeLink')).not.toContain('unauthenticated');
});
