import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { bundleSdk, gzipBytes } from '../cli/sdk.mjs';

const root = join(import.meta.dirname, '../..');
const mostGzipBytes = 8_000;

test('what is released is what the sources make', async () => {
  for (const { path, bytes } of await bundleSdk()) {
    const isSame = readFileSync(join(root, path)).equals(bytes);
    expect(isSame, `${path} is not what the sources make: raise the version in lib/sdk/version.json and run npm run sdk`).toBe(true);
  }
});

test('the same sources make the same bytes, light ones, with version and licence in the first line', async () => {
  const [script, module] = await bundleSdk();
  expect((await bundleSdk()).map(({ bytes }) => bytes)).toEqual([script?.bytes, module?.bytes]);
  for (const { path, bytes } of [script, module].filter((one) => one !== undefined)) {
    expect(gzipBytes(bytes), path).toBeLessThanOrEqual(mostGzipBytes);
    expect(bytes.toString().split('\n')[0]).toMatch(/^\/\*! .*\b\d+\.\d+\.\d+, MIT \*\//);
    expect(bytes.toString(), 'what a strict content security policy refuses').not.toMatch(
      /\beval\b|\bnew Function\b|innerHTML|style=|\.style\b|sourceMappingURL/,
    );
  }
});

test('README pins the newest release by its hash', () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, 'version.json'), 'utf8')) as { version: string };
  const hash = createHash('sha384')
    .update(readFileSync(join(import.meta.dirname, `releases/v${version}.js`)))
    .digest('base64');
  expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`/sdk/v${version}.js" integrity="sha384-${hash}" crossorigin="anonymous">`);
});

test('README shows the example shop as it is', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const name of ['index.html', 'pay.js']) expect(readme).toContain(readFileSync(join(root, 'e2e/example-shop', name), 'utf8'));
});

/** Compiles one file of a shop beside our types, and answers what the compiler says. */
function compile(source: string): { status: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-consumer-'));
  try {
    copyFileSync(join(import.meta.dirname, 'altapay.d.ts'), join(folder, 'altapay.d.ts'));
    writeFileSync(join(folder, 'shop.ts'), source);
    const options = [
      '--strict',
      '--noEmit',
      '--target',
      'es2020',
      '--lib',
      'es2020,dom',
      '--module',
      'esnext',
      '--moduleResolution',
      'bundler',
      '--types',
      '',
      '--pretty',
      'false',
    ];
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options, 'shop.ts'], { cwd: folder, encoding: 'utf8' });
    return { status, said: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const uses = `
async function pay(element: Element): Promise<string> {
  const session = await AltaPay.initFromQR({ success: ({ receipt }) => console.log(receipt?.reference), failure: ({ code }) => code === 'expired' });
  const stop: () => void = session.on('selected', ({ detail }) => console.log(detail.name));
  session.on('initiated', (event) => { event.preventDefault(); console.log(event.detail.url); });
  await session.injectPaymentMethods(element, { button: false });
  stop();
  return (await session.initiatePayment()).url;
}
const amount: { value: number } = AltaPayFactory.getAmount(1, 'DKK');
AltaPay.initiate('token', 'session').destroy();
void pay(document.body);
void amount;`;

test('the types fit a strict project, as globals of a script and as those of a module', () => {
  expect(compile(`/// <reference path="./altapay.d.ts" />${uses}\nwindow.AltaPay.version.trim();`)).toEqual({ status: 0, said: '' });
  expect(
    compile(
      `import { AltaPay, AltaPayFactory, type IAltaPay } from './altapay';${uses}\nexport const paid = ({ state }: IAltaPay): boolean => state === 'paid';`,
    ),
  ).toEqual({
    status: 0,
    said: '',
  });
});

test('a wrong use does not compile', () => {
  const wrong = [
    "AltaPay.initiate('token');",
    "void AltaPay.initFromQR().then((session) => session.on('payed', () => undefined));",
    "void AltaPay.initFromQR().then((session) => { session.state = 'paid'; });",
    "AltaPayFactory.getAmount('1', 'DKK');",
  ];
  const { status, said } = compile(`/// <reference path="./altapay.d.ts" />\n${wrong.join('\n')}`);
  expect(status).not.toBe(0);
  for (const [index] of wrong.entries()) expect(said).toContain(`shop.ts(${index + 2},`);
});
