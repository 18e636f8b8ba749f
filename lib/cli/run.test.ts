import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
/** Biome is called by itself; Playwright takes what `npm test` does not know. */
const own = Object.keys(scripts).filter((name) => name !== 'format');

const scratch = mkdtempSync(join(tmpdir(), 'payment-links-cli-'));
const dataDir = join(scratch, 'data');
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs what package.json says for `npm run <name> -- <given>`, with no settings but these. */
function run(name: string, given: string[], settings: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const env = { NODE_ENV: 'production' as const, PATH: `${join(root, 'node_modules/.bin')}:${PATH}`, DATA_DIR: dataDir, ...settings };
  return spawnSync('sh', ['-c', `${scripts[name]} "$@"`, 'sh', ...given], { cwd: root, env, encoding: 'utf8', timeout: 20_000 });
}

for (const name of own) {
  test(`${name} --help tells how it is used and does nothing`, () => {
    const { status, stdout, stderr } = run(name, ['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: /);
    expect(existsSync(dataDir)).toBe(false);
  });
}

for (const name of own.filter((script) => script !== 'test')) {
  test(`${name} refuses an argument it does not know, in one line`, () => {
    const { status, stderr } = run(name, ['--no-such-thing']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Unknown .*--no-such-thing.*\n$/);
    expect(existsSync(dataDir)).toBe(false);
  });
}

const refusals: [name: string, given: string[], settings: Record<string, string>, told: RegExp][] = [
  ['demo', [], { PORT: 'abc' }, /^PORT: must be a number from 1 to 65535\n$/],
  ['demo', [], { SANDBOX_PORT: '0' }, /^SANDBOX_PORT: must be a number from 1 to 65535\n$/],
  ['db:migration', ['Bad Name'], {}, /^A migration is named in lower case letters.*\n$/],
  ['db:reset', [], {}, /^This would empty the embedded database in .*\/data\. .*--yes\n$/],
  ['db:reset', ['--yes'], { MODE: 'test', DATABASE_URL: 'postgresql://localhost/pay?host=db.example.com' }, /^DATABASE_URL names another machine.*\n$/],
  ['db:migrate', [], { DATABASE_URL: 'postgresql://localhost/pay' }, /MODE: must be "test" or "live"\n$/],
  ['callbacks:certify', [], {}, /^The address of the receiver is missing, such as .*\n$/],
  ['callbacks:certify', ['localhost:4000/hook', '--secret', 'x'.repeat(16)], {}, /^localhost:4000\/hook: must begin with http.*\n$/],
  ['callbacks:certify', ['http://shop:password@localhost/', '--secret', 'x'.repeat(16)], {}, /^The address must not carry a user name or password\.\n$/],
  ['callbacks:certify', ['http://localhost/'], {}, /^--secret is missing\. See --help\.\n$/],
  ['callbacks:certify', ['http://localhost/', '--secret', 'short'], {}, /^--secret: a callback secret has at least 16 characters\.\n$/],
  ['callbacks:certify', ['http://localhost/', '--secret', 'whsec_short'], {}, /^--secret: a webhook secret is whsec_ and .*\n$/],
  ['callbacks:certify', ['http://localhost/', '--secret', 'x'.repeat(16), '--format', 'xml'], {}, /^--format must be form or json\.\n$/],
  ['callbacks:certify', ['http://localhost/', '--secret', 'x'.repeat(16), '--amount', '1.005'], {}, /^--amount 1\.005: must be an amount .*\n$/],
  ['merchant', ['create', '--name', 'Shop'], { DATABASE_URL: 'postgresql://localhost/pay' }, /MODE: must be "test" or "live"\n$/],
];

for (const [name, given, settings, told] of refusals) {
  test(`refused in plain words: ${[...Object.entries(settings).map((pair) => pair.join('=')), name, ...given].join(' ')}`, () => {
    const { status, stdout, stderr } = run(name, given, settings);
    expect(stderr).toMatch(told);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(existsSync(dataDir)).toBe(false);
  });
}

test('callbacks:certify --json prints the report card alone, and ends with 1 when something is to mend', () => {
  const { status, stdout, stderr } = run('callbacks:certify', ['http://127.0.0.1:1/hook', '--secret', 'x'.repeat(16), '--json']);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const good = { id: 'good', mark: 'to_mend', seen: 'nothing listens there' };
  expect(JSON.parse(stdout)).toMatchObject({
    url: 'http://127.0.0.1:1/hook',
    format: 'form',
    isPassed: false,
    lines: expect.arrayContaining([expect.objectContaining(good)]),
  });
  expect(existsSync(dataDir)).toBe(false);
});
