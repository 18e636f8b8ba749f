import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { unseal } from '#lib/secrets.ts';
import { queryAsGuest } from '#lib/testing/guest-database.ts';
import { anOrder } from '#lib/testing/orders.ts';
import { tokenOf } from '../../fixtures/api.ts';
import { openSession } from '../../fixtures/payer.ts';
import { type Chance, chanceOf } from '../rounds.ts';
import { cut, flipped, lengthened, otherCase } from './changed-text.ts';
import { type Ground, watchAllRows } from './ground.ts';
import { inTurn } from './in-turn.ts';
import type { Tally } from './tally.ts';

type Claims = Record<string, unknown>;
type Header = Record<string, unknown>;
type Jwk = { kid: string; n: string; e: string; kty: string };

/** A true token, what it is made of, and keys: the service's own public one, its private one (which nobody outside has), and a forger's. */
type Known = { chance: Chance; token: string; header: Header; claims: Claims; jwk: Jwk; real: KeyObject; forger: KeyObject; forgerJwk: object };
type Forgery = { kind: string; forge: (known: Known) => string };

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1_000);

/** A token of these parts, signed by a key as its hash says. */
function signed(header: Header, claims: unknown, key: KeyObject, hash = 'sha256'): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${sign(hash, Buffer.from(text), key).toString('base64url')}`;
}

function keyedHash(header: Header, claims: Claims, secret: string | Buffer): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

const parts = (token: string): [string, string, string] => token.split('.') as [string, string, string];
/** Whoever this token is for, it opens everything. */
const more = (claims: Claims): Claims => ({ ...claims, groups: ['SessionUpdate', 'ExecutePayment', 'ListPaymentMethods', 'Management'], exp: now() + 86_400 });
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Made without the service's key. */
const outside: Forgery[] = [
  {
    kind: 'a token without a signature',
    forge: ({ chance, header, claims }) => `${encoded({ ...header, alg: chance.of(['none', 'None', 'NONE', 'nOnE', '']) })}.${encoded(more(claims))}.`,
  },
  {
    kind: 'a true token whose algorithm became none',
    forge: ({ token, header }) => `${encoded({ ...header, alg: 'none' })}.${parts(token)[1]}.${parts(token)[2]}`,
  },
  {
    kind: 'a token signed with the public key as a secret',
    forge: ({ chance, header, claims, jwk }) => {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const pem = key.export({ type: 'spki', format: 'pem' }).toString();
      const secret = chance.of([pem, pem.trim(), key.export({ type: 'spki', format: 'der' }), JSON.stringify(jwk), jwk.n, Buffer.from(jwk.n, 'base64url'), '']);
      return keyedHash({ ...header, alg: 'HS256' }, more(claims), secret);
    },
  },
  { kind: 'a token of another key under our key’s name', forge: ({ header, claims, forger }) => signed(header, more(claims), forger) },
  {
    kind: 'a token that brings its own key',
    forge: ({ chance, header, claims, forger, forgerJwk }) => {
      const brought = chance.of<Header>([
        { jwk: forgerJwk },
        { jwk: forgerJwk, kid: 'brought' },
        { x5c: [encoded(forgerJwk)] },
        { jwk: { ...forgerJwk, kid: header.kid } },
      ]);
      return signed({ ...header, ...brought }, more(claims), forger);
    },
  },
  {
    kind: 'a token that says where its key is',
    forge: ({ chance, header, claims, forger }) => {
      const where = chance.of(['http://127.0.0.1:9/jwks.json', 'https://keys.example/jwks.json', 'file:///etc/passwd', '//keys.example', '../../../dev/null']);
      return signed({ ...header, [chance.of(['jku', 'x5u', 'kid'])]: where }, more(claims), forger);
    },
  },
  {
    kind: 'a token with an odd name of its key',
    forge: ({ chance, header, claims, forger }) => {
      const odd = chance.of<unknown>([
        "' OR '1'='1",
        '../../dev/null',
        '',
        null,
        0,
        true,
        [],
        {},
        [header.kid],
        'x'.repeat(5_000),
        '\u0000',
        '__proto__',
        'constructor',
      ]);
      return signed({ ...header, kid: odd }, more(claims), forger);
    },
  },
  { kind: 'a token with a critical extension', forge: ({ token, header }) => `${encoded({ ...header, crit: ['exp'] })}.${parts(token)[1]}.${parts(token)[2]}` },
  { kind: 'claims changed under a true signature', forge: ({ token, claims }) => `${parts(token)[0]}.${encoded(more(claims))}.${parts(token)[2]}` },
  {
    kind: 'a true token written anew',
    forge: ({ chance, token, header, claims }) => {
      const [head, body, signature] = parts(token);
      const spaced = (value: object): string => encoded(JSON.stringify(value, null, chance.whole(1, 4)));
      return chance.of([
        `${spaced(header)}.${body}.${signature}`,
        `${head}.${spaced(claims)}.${signature}`,
        `${encoded({ typ: 'JWT', ...header, x: 1 })}.${body}.${signature}`,
      ]);
    },
  },
  // The last character of base64 has bits that stand for nothing.
  {
    kind: 'one character of the signature changed',
    forge: ({ chance, token }) => joinedAt(token, 2, (text) => flipped(chance, text, base64url, 1)),
  },
  { kind: 'one character of the claims changed', forge: ({ chance, token }) => joinedAt(token, 1, (text) => flipped(chance, text, base64url, 1)) },
  { kind: 'a signature that was cut', forge: ({ chance, token }) => joinedAt(token, 2, (text) => cut(chance, text)) },
  { kind: 'a signature that is too long', forge: ({ chance, token }) => joinedAt(token, 2, (text) => lengthened(chance, text)) },
  { kind: 'no signature', forge: ({ chance, token }) => joinedAt(token, 2, () => chance.of(['', 'AA', 'null'])) },
  {
    kind: 'a token with fewer or more parts',
    forge: ({ chance, token }) => chance.of([parts(token).slice(0, 2).join('.'), `${token}.${parts(token)[2]}`, parts(token)[1], '..', '.', 'x']),
  },
  { kind: 'a token in another case', forge: ({ token }) => otherCase(token) },
];

/** Signed by the service's own key, which nobody outside has; wrong all the same. */
const inside: Forgery[] = [
  { kind: 'a token that is over', forge: ({ chance, header, claims, real }) => signed(header, { ...claims, exp: now() - chance.whole(60, 10 ** 6) }, real) },
  {
    kind: 'a token that is not valid yet',
    forge: ({ chance, header, claims, real }) => signed(header, { ...claims, nbf: now() + chance.whole(60, 10 ** 6) }, real),
  },
  {
    kind: 'a token of another issuer',
    forge: ({ chance, header, claims, real }) =>
      signed(header, { ...claims, iss: chance.of<unknown>(['AltaPay', '', undefined, null, ['AltaPay Issuer', 'x'], 'altapay issuer']) }, real),
  },
  {
    kind: 'a token of nobody',
    forge: ({ chance, header, claims, real }) =>
      signed(header, { ...claims, sub: chance.of<unknown>(['01890000-0000-7000-8000-000000000000', '', undefined, null, 'x', '*']) }, real),
  },
  {
    kind: 'a token with groups that are none',
    forge: ({ chance, header, claims, real }) =>
      signed(header, { ...claims, groups: chance.of<unknown>([['Admin'], 'Management', undefined, null, {}, [['Management']]]) }, real),
  },
  {
    kind: 'a token of another algorithm of our key',
    forge: ({ chance, header, claims, real }) =>
      signed({ ...header, alg: chance.of(['RS384', 'RS512', 'PS256']) }, claims, real, chance.of(['sha384', 'sha512', 'sha256'])),
  },
  {
    kind: 'a token whose claims are none',
    forge: ({ chance, header, real }) => signed(header, chance.of<unknown>(['[]', 'null', '1', '"x"', '', '{', '{}']), real),
  },
];

function joinedAt(token: string, index: number, change: (text: string) => string): string {
  return parts(token)
    .map((text, at) => (at === index ? change(text) : text))
    .join('.');
}

/** Takes a token apart, and the service's key out of its database, with the root key that tests give it. */
async function knownOf({ server, shop }: Ground): Promise<Omit<Known, 'chance'>> {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: server.settings.SECRET_KEY, DATABASE_URL: server.settings.DATABASE_URL });
  const token = await tokenOf(server, shop, '?group=Management');
  const [header, claims] = parts(token)
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Claims) as [Header, Claims];
  const { keys } = (await (await fetch(`${server.publicUrl}/.well-known/jwks.json`)).json()) as { keys: Jwk[] };
  const jwk = keys.find(({ kid }) => kid === header.kid);
  const [row] = await queryAsGuest<{ sealed: Buffer }>(server.settings, 'SELECT private_sealed AS sealed FROM token_key WHERE id = $1', [header.kid]);
  if (!jwk || !row) throw new Error('The key that signed a token is not published');
  const real = createPrivateKey({ key: JSON.parse(unseal(`token-key:${String(header.kid)}`, row.sealed)) as Jwk, format: 'jwk' });
  const forger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { token, header, claims, jwk, real, forger: forger.privateKey, forgerJwk: forger.publicKey.export({ format: 'jwk' }) };
}

/** Sends so many forged tokens to a call that reads one session; each must be nobody's, and no row may change. */
export async function forgeTokens(ground: Ground, { seed, count }: { seed: number; count: number }, tally: Tally): Promise<void> {
  const { server, shop } = ground;
  const path = `/checkout/v1/api/session/${await openSession(shop, { order: anOrder({ orderId: 'not to be read' }) })}`;
  const known = await knownOf(ground);
  const ask = async (authorization: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${server.publicUrl}${path}`, { headers: { authorization } });
    return { status: answer.status, text: await answer.text() };
  };
  const trues = [known.token, signed(known.header, { ...known.claims, exp: now() + 60 }, known.real)];
  for (const token of trues) if ((await ask(`Bearer ${token}`)).status !== 200) tally.refused('a token of the service');
  const look = await watchAllRows(ground);
  const forgeries = [...outside, ...inside];
  for (let number = 0; number < count; number += 1) {
    const { kind, forge } = inTurn(forgeries, number);
    const token = forge({ ...known, chance: chanceOf(seed, 10_000 + number) });
    const { status, text } = await ask(`Bearer ${token}`);
    tally.add(kind, status === 401 && !text.includes('not to be read') ? [] : [`answered ${status} ${text.slice(0, 120)}: ${token.slice(0, 400)}`]);
  }
  await forgePasswords(ground, ask, tally);
  const changed = await look();
  tally.rowsChanged += changed.length;
  tally.wrongs.push(...changed.map((table) => `a forged token changed a row of ${table}`));
}

/** Passwords that are nearly right, and ways to write them that say something else. */
async function forgePasswords(
  { shop, stranger }: Ground,
  ask: (authorization: string) => Promise<{ status: number; text: string }>,
  tally: Tally,
): Promise<void> {
  const { username, password } = shop;
  const pair = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
  if ((await ask(pair(`${username}:${password}`))).status !== 200) tally.refused('an API user’s password');
  // Few a name: after three wrong passwords each further one waits.
  const forged = [
    pair(`${username}:${password} `),
    pair(`${username}:${otherCase(password)}`),
    pair(`${username}:`),
    pair(`${username.toUpperCase()}:${password}`),
    pair(`${username} :${password}`),
    pair(`:${password}`),
    pair(`${password}:${username}`),
    pair(`${username}\u0000:${password}`),
    pair(`${username}${password}`),
    pair(`${stranger.username}:${password}`),
    pair(`%:${password}`),
    `Basic ${Buffer.from(pair(`${username}:${password}`)).toString('base64')}`,
    `Basic ${username}:${password}`,
    `Digest username="${username}", response="${password}"`,
    `Bearer ${Buffer.from(`${username}:${password}`).toString('base64')}`,
    `Basic ${Buffer.from(`${username}:${password}`, 'utf16le').toString('base64')}`,
  ];
  for (const authorization of forged) {
    const { status, text } = await ask(authorization);
    tally.add('a password that is nearly right', status === 401 ? [] : [`answered ${status} ${text.slice(0, 120)}: ${authorization}`]);
  }
}
