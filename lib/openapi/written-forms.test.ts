import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { openApi } from './document.ts';
import { llmsText } from './llms.ts';
import { operations } from './operations.ts';
import { postmanCollection } from './postman.ts';
import { referenceOf } from './reference.ts';

const url = 'https://pay.example.com';
const document = openApi(url);

type Item = {
  name: string;
  request: { method: string; url: { raw: string; path: string[]; variable: { key: string; value: string }[] }; auth?: { type: string } };
};
type Collection = { info: { schema: string }; variable: { key: string; value: string }[]; item: { name: string; item: Item[] }[] };

test('the Postman collection has every call, and every variable it uses is one of its own', () => {
  const collection = postmanCollection(document) as Collection;
  expect(collection.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json');
  const items = collection.item.flatMap(({ item }) => item);
  expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(operations.map(({ contract }) => contract.summary)));
  const own = new Set(collection.variable.map(({ key }) => key));
  const used = [...JSON.stringify(collection).matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name);
  expect(used.filter((name) => !own.has(name))).toEqual([]);
  expect(collection.variable).toContainEqual({ key: 'baseUrl', value: url, type: 'string' });
  for (const { name, request } of items) {
    const inPath = request.url.path.filter((part) => part.startsWith(':')).map((part) => part.slice(1));
    expect(
      request.url.variable.map(({ key }) => key),
      name,
    ).toEqual(inPath);
  }
});

test('in Postman a token is asked for with the password, kept, and sent with the rest', () => {
  const collection = postmanCollection(document) as Collection;
  const authenticate = collection.item[0]?.item[0];
  expect(authenticate?.request.auth?.type).toBe('basic');
  expect(authenticate?.request.url.raw).toBe('{{baseUrl}}/checkout/v1/api/authenticate?group=Management');
  expect(JSON.stringify(authenticate)).toContain("pm.collectionVariables.set('token', pm.response.json().token);");
  expect(collection).toMatchObject({ auth: { type: 'bearer' } });
});

test('llms.txt follows llmstxt.org: a title, what it is, and sections of links that lead to this service', () => {
  const lines = llmsText(document).split('\n').filter(Boolean);
  expect(lines[0]).toBe(`# ${document.info.title}`);
  expect(lines[1]).toBe(`> ${document.info.summary}`);
  const links = lines.flatMap((line) => [...line.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link));
  expect(links).toEqual(expect.arrayContaining([`${url}/openapi.json`, `${url}/docs`, `${url}/postman.json`]));
  expect(links.filter((link) => !link.startsWith(`${url}/`))).toEqual([]);
  for (const { id } of operations) expect(links, id).toContain(`${url}/docs#${id}`);
});

test('the reference names every call and schema once, and every reference within it leads somewhere', () => {
  const reference = referenceOf(document);
  const calls = reference.groups.flatMap((group) => group.operations);
  const anchors = [
    ...reference.groups.map(({ anchor }) => anchor),
    ...reference.about.map(({ anchor }) => anchor),
    ...calls.map(({ id }) => id),
    ...reference.schemas.map(({ anchor }) => anchor),
  ];
  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  expect(calls.map(({ id }) => id)).toEqual(expect.arrayContaining(operations.map(({ id }) => id)));
  const led = [...JSON.stringify(reference).matchAll(/"anchor":"([^"]+)"/g)].map(([, anchor = '']) => anchor);
  expect(led.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

test('the command of every call is one a shell reads', () => {
  for (const { curl } of referenceOf(document).groups.flatMap((group) => group.operations)) {
    if (curl !== undefined) execFileSync('sh', ['-n', '-c', curl]);
  }
});
