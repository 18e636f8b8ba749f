import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { complaints, importsOf, rules, type Source } from '#lib/testing/source-rules.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folders = ['app', 'components', 'lib', 'prisma', 'e2e'];

/** Every source but this one, which holds a violation of each rule. */
function sources(): Source[] {
  const files = folders.flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }));
  const paths = files.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return paths
    .filter((path) => /\.(?:ts|tsx|mjs)$/.test(path) && !/^lib\/(?:db\/generated|sdk\/releases)\//.test(path) && path !== 'lib/architecture.test.ts')
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

test('every file keeps the rules of the architecture', () => {
  const all = sources();
  expect(all.length).toBeGreaterThan(50);
  expect(all.flatMap(complaints)).toEqual([]);
});

test('imports never run in a circle', () => {
  expect(circle(importGraph(sources()))).toEqual([]);
});

test('the built pages wear two style sheets at most, which the content security policy can name by their hashes', () => {
  const sheets = sources().flatMap((source) =>
    importsOf(source)
      .filter((target) => target.endsWith('.css'))
      .map((target) => `${source.path} ${target}`),
  );
  expect(sheets.sort()).toEqual([
    'app/docs/layout.tsx app/docs/docs.css',
    'app/global-error.tsx app/globals.css',
    'app/layout.tsx app/globals.css',
    'app/sandbox/layout.tsx app/sandbox/sandbox.css',
  ]);
});

/** For each rule, a file that breaks it and nothing else. */
const violations: Record<string, Source> = {
  'lib never imports app or components': { path: 'lib/links/links.ts', text: "import { Card } from '#components/card.tsx';" },
  'components import contracts, money, words and each other': { path: 'components/card.tsx', text: "import { env } from '#lib/env.ts';" },
  'a browser script stands alone: only its own files import each other': {
    path: 'components/browser/watch.ts',
    text: "import { Card } from '#components/card.tsx';",
  },
  'next/* stays in app, proxy.ts and lib/server': { path: 'lib/links/links.ts', text: "import { headers } from 'next/headers';" },
  'only lib and prisma reach the database': { path: 'app/pay/[token]/page.tsx', text: "import { db } from '#lib/db/client.ts';" },
  'the database client is made in one place': { path: 'lib/links/links.ts', text: "import { PrismaClient } from '@prisma/client';" },
  'the database knows no business': { path: 'lib/db/client.ts', text: "import { findLink } from '../links/links.ts';" },
  'lib/http serves doors, it does not know them': { path: 'lib/http/problem.ts', text: "import { isReady } from '../server/readiness.ts';" },
  'gateways know the wire, not the business': { path: 'lib/gateways/altapay/client.ts', text: "const pay = await import('../../payments/pay.ts');" },
  'the sandbox is another company: it imports nothing of the business': {
    path: 'lib/sandbox-gateway/wire.ts',
    text: "import { findLink } from '#lib/links/links.ts';",
  },
  'classic gateway words stay behind the gateway': { path: 'lib/payments/pay.ts', text: "call('createPaymentRequest');" },
  'a file has at most 250 lines': { path: 'lib/payments/pay.ts', text: '//\n'.repeat(251) },
  'a module exports at most 8 verbs': { path: 'lib/payments/pay.ts', text: 'export const pay = () => 1;\n'.repeat(9) },
  'names say what is inside': { path: 'lib/payments/helpers.ts', text: '' },
  'settings are read by env() only': { path: 'lib/payments/pay.ts', text: 'process.env.PORT' },
  'rules take time from lib/clock.ts': { path: 'lib/payments/pay.ts', text: 'const at = Date.now();' },
  'no waiting by the clock in tests': { path: 'lib/payments/pay.test.ts', text: 'await page.waitForTimeout(100);' },
};

for (const { name } of rules) {
  test(`a violation is noticed: ${name}`, () => {
    const source = violations[name];
    expect(source, 'each rule has a violation to try it on').toBeDefined();
    expect(
      source &&
        complaints(source).map((line) =>
          line
            .split(': ')
            .slice(1)
            .join(': ')
            .replace(/ \([^(]*\)$/, ''),
        ),
    ).toEqual([name]);
  });
}

test('neither browser script imports from the other, from the rest, or is imported by it', () => {
  const alone = 'a browser script stands alone: only its own files import each other';
  const tries: Record<string, string> = {
    'lib/sdk/wire.ts': '../money.ts',
    'lib/sdk/watch.ts': '#components/browser/watch.ts',
    'components/browser/watch.ts': '#lib/sdk/watch.ts',
    'lib/links/links.ts': '../sdk/link-address.ts',
    'lib/sdk/look.ts': 'lit',
  };
  for (const [path, target] of Object.entries(tries)) {
    expect(complaints({ path, text: `import { it } from '${target}';` }).join(), path).toContain(alone);
  }
  expect(complaints({ path: 'lib/sdk/wire.ts', text: "import { failure } from './errors.ts';" })).toEqual([]);
  expect(complaints({ path: 'lib/sdk/releases.test.ts', text: "import { bundleSdk } from '../cli/sdk.mjs';" })).toEqual([]);
});

test('a circle is noticed', () => {
  expect(
    circle(
      new Map([
        ['a', new Set(['b'])],
        ['b', new Set(['c'])],
        ['c', new Set(['a'])],
      ]),
    ),
  ).not.toEqual([]);
});

test('imports are read in every form', () => {
  const text = "import './a.ts';\nimport type { B } from '../b.ts';\nexport { c } from '#lib/c.ts';\nawait import('next');";
  expect(importsOf({ path: 'lib/links/links.ts', text })).toEqual(['lib/links/a.ts', 'lib/b.ts', 'lib/c.ts', 'next']);
});

/** Which file imports which, types left out: they are gone when the code runs. */
function importGraph(all: Source[]): Map<string, Set<string>> {
  const known = new Set(all.map(({ path }) => path));
  const edges = all.map(({ path, text }): [string, Set<string>] => {
    const targets = importsOf({ path, text: text.replaceAll(/^(?:import|export) type [^;]+;/gm, '') });
    return [path, new Set(targets.filter((target) => known.has(target)))];
  });
  return new Map(edges);
}

/** The first circle found, as the files along it. */
function circle(graph: Map<string, Set<string>>): string[] {
  const done = new Set<string>();
  const visit = (node: string, way: string[]): string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...way, node]);
      if (found.length > 0) return found;
    }
    done.add(node);
    return [];
  };
  return [...graph.keys()].map((node) => visit(node, [])).find((found) => found.length > 0) ?? [];
}
