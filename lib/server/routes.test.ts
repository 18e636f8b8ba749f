import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { formPages } from './form-pages.ts';
import { referenceAddresses } from './reference-files.ts';
import { methodsAt, routes } from './routes.ts';
import { statusAddresses, statusRoutes } from './status-questions.ts';

const app = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'app');

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The methods a route file exports, however it does; Next answers HEAD where there is GET. */
function exportedMethods(text: string): string[] {
  const exports = text.match(/^export .*$/gm)?.join('\n') ?? '';
  const names = methods.filter((name) => new RegExp(`\\b(?:const|function|as) ${name}\\b`).test(exports));
  return names.includes('GET') ? [...new Set([...names, 'HEAD'])].sort() : names.sort();
}

/** Every address that a file under app/ answers, or the front itself, with its methods. */
function answered(): Record<string, string[]> {
  const byFront = ['/sdk/[file]', ...referenceAddresses, ...Object.keys(statusAddresses)].map((address): [string, string[]] => [address, ['GET', 'HEAD']]);
  const byRoute = Object.entries(statusRoutes).map(([address, byMethod]): [string, string[]] => [address, Object.keys(byMethod).sort()]);
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) => /(?:^|\/)(?:route\.tsx?|page\.tsx)$/.test(path));
  const byFile = files.map((file): [string, string[]] => {
    const address = `/${relative('.', dirname(file))}`;
    const byPage = formPages.includes(address) ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
    return [address, file.endsWith('page.tsx') ? byPage : exportedMethods(readFileSync(join(app, file), 'utf8'))];
  });
  return Object.fromEntries([...byFront, ...byRoute, ...byFile]);
}

test('the front knows every address of the app with the methods it takes, and no other', () => {
  const known = Object.fromEntries(Object.entries(routes).map(([path, taken]) => [path, [...taken].sort()]));
  expect(known).toEqual(answered());
});

test('an address that fits a pattern and is named itself takes its own methods', () => {
  expect(methodsAt('/checkout/v1/api/payment-methods/refresh')).toEqual(['POST']);
  expect(methodsAt('/checkout/v1/api/payment-methods/0198-a')).toEqual(['PUT']);
});

test('a part in brackets stands for one part of a path, and nothing stands for more', () => {
  expect(methodsAt('/checkout/v1/api/session/0198-a')).toEqual(['GET', 'HEAD', 'PUT']);
  expect(methodsAt('/checkout/v1/api/session/0198-a/link')).toEqual(['POST']);
  for (const path of ['/checkout', '/checkout/v1/api/session/', '/checkout/v1/api/session/a/b', '/xcheckout/v1/api/session', '/Xwell-known/jwks.json', ''])
    expect(methodsAt(path), path).toBeUndefined();
});
