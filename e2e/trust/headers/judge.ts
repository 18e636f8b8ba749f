import type { Seen } from '../../fixtures/documented.ts';
import { always, hsts, never, type Promised, promisedAt, unlisted } from './promised.ts';

export type Door = 'publicUrl' | 'sandboxUrl';

/** `isBare`: what was asked has no address. `isCustomers`: it was asked as a customer's browser does, from a shop's page. */
export type Answer = Seen & { door: Door; isBare?: true; isCustomers?: boolean };

/** Sees every answer of one service, and remembers their nonces. */
export type Judge = { judge: (answer: Answer) => string[]; nonces: ReadonlySet<string> };

export function openJudge({ isHttps }: { isHttps: boolean }): Judge {
  const nonces = new Set<string>();
  const noncesWrong = (answer: Answer): string[] => {
    const nonce = /'nonce-([A-Za-z0-9+/=]{20,})'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    if (nonce === undefined) return ['the policy has no nonce'];
    if (nonces.has(nonce)) return ['the nonce was used before'];
    nonces.add(nonce);
    return isDocument(answer) && answer.text !== '' ? foreignScripts(answer.text, nonce) : [];
  };
  const judge = (answer: Answer): string[] => {
    const wrongs = [
      ...fixedWrong(answer, isHttps),
      ...policyWrong(answer),
      ...noncesWrong(answer),
      ...cacheWrong(answer),
      ...sharingWrong(answer),
      ...bodyWrong(answer),
      ...remedyWrong(answer),
      ...namesWrong(answer),
    ];
    return wrongs.map((wrong) => `${answer.method} ${answer.path.slice(0, 120)} → ${answer.status}: ${wrong}`);
  };
  return { judge, nonces };
}

const pathOf = ({ path }: Answer): string => path.split('?')[0] ?? '';
const isDocument = ({ headers }: Answer): boolean => headers.get('content-type')?.startsWith('text/html') === true;
const isGood = ({ status }: Answer): boolean => status < 300 || status === 304;

/** What is promised of this very answer: of a refusal, only what all refusals have in common. */
const promised = (answer: Answer): Promised | undefined => (isGood(answer) ? promisedAt(pathOf(answer)) : undefined);

/** The one thing that a browser is asked to remember: which language its reader picked. */
const languageCookie = {
  plain: /^\w+=[\w-]{2,8}; Path=\/pay; HttpOnly; SameSite=Lax$/,
  secure: /^\w+=[\w-]{2,8}; Path=\/pay; HttpOnly; SameSite=Lax; Secure$/,
};

function fixedWrong(answer: Answer, isHttps: boolean): string[] {
  const { headers } = answer;
  const wanted: Record<string, string | null> = {
    ...always,
    'strict-transport-security': isHttps ? hsts : null,
    'x-robots-tag': !answer.isBare && unlisted.test(pathOf(answer)) ? 'noindex, nofollow, noarchive' : null,
    'cross-origin-resource-policy': promised(answer)?.isEmbeddable ? 'cross-origin' : 'same-origin',
    ...Object.fromEntries(never.map((name) => [name, null])),
  };
  const cookie = headers.get('set-cookie');
  const isLanguage = pathOf(answer).startsWith('/pay/') && (isHttps ? languageCookie.secure : languageCookie.plain).test(cookie ?? '');
  const wrong = Object.entries(wanted).flatMap(([name, value]) => (headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}, not ${value}`]));
  const id = headers.get('x-request-id') ?? '';
  return [
    ...wrong,
    ...(cookie === null || isLanguage ? [] : [`set-cookie: ${cookie}`]),
    ...[...headers.keys()].filter((name) => /^x-(?:nextjs|matched|middleware|invoke)/.test(name)).map((name) => `${name}: it says what we are made of`),
    ...(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? [] : [`x-request-id: ${id}`]),
  ];
}

/** What a policy says, part by part. */
const partsOf = (policy: string): Map<string, string> =>
  new Map(
    policy
      .split(';')
      .map((part) => part.trim().split(' '))
      .map(([name = '', ...sources]) => [name, sources.join(' ')]),
  );

function policyWrong({ headers, door }: Answer): string[] {
  const policy = headers.get('content-security-policy');
  if (policy === null) return ['there is no content security policy'];
  const parts = partsOf(policy);
  const wanted: Record<string, string | undefined> = {
    'default-src': "'none'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'img-src': "'self' data:",
    'font-src': "'self'",
    'connect-src': "'self'",
    // The sandbox plays a bank, whose forms lead back to shops.
    'form-action': door === 'publicUrl' ? "'self'" : undefined,
  };
  const wrong = Object.entries(wanted).flatMap(([name, sources]) => (parts.get(name) === sources ? [] : [`the policy says ${name} ${parts.get(name)}`]));
  const scripts = /^'nonce-[^']+' 'strict-dynamic'$/.test(parts.get('script-src') ?? '') ? [] : [`the policy says script-src ${parts.get('script-src')}`];
  const styles = /^'self' 'nonce-[^']+'(?: 'sha256-[^']+')*$/.test(parts.get('style-src') ?? '') ? [] : [`the policy says style-src ${parts.get('style-src')}`];
  const loose = /unsafe|\*|https?:/.test(policy) ? [`the policy is loose: ${policy}`] : [];
  return [...wrong, ...scripts, ...styles, ...loose];
}

/** Scripts of a document that its own policy would not run. */
const foreignScripts = (html: string, nonce: string): string[] =>
  [...html.matchAll(/<script\b([^>]*)>/gi)].flatMap(([tag, attributes = '']) =>
    attributes.includes(`nonce="${nonce}"`) || isData(attributes) ? [] : [`a script without the nonce: ${tag}`],
  );
const isData = (attributes: string): boolean => /\stype="application\/(?:ld\+)?json"/.test(attributes);

const isFileOfTheBuild = (answer: Answer): boolean => answer.status === 200 && pathOf(answer).startsWith('/_next/static/');

function cacheWrong(answer: Answer): string[] {
  const told = answer.headers.get('cache-control');
  if (isFileOfTheBuild(answer)) return told === 'public, max-age=31536000, immutable' ? [] : [`cache-control: ${told}`];
  const kept = promised(answer)?.kept ?? 'no-store';
  const isPublic = kept !== 'no-store' && answer.path !== '/sdk/origin';
  // A version of the SDK that is named whole never changes.
  const wanted = !isPublic ? 'no-store' : /^\/sdk\/v\d+\.\d+\.\d+\./.test(answer.path) ? 'public, max-age=31536000, immutable' : kept.public;
  const tagged = answer.headers.has('etag') && !isPublic ? ['an etag on what nobody may keep'] : [];
  return told === wanted ? tagged : [`cache-control: ${told}, not ${wanted}`, ...tagged];
}

/** Which pages may read it, and whether caches are told what it depends on. */
function sharingWrong(answer: Answer): string[] {
  const { headers, path, isCustomers } = answer;
  const { shared = 'nobody', isCompressed = false } = promisedAt(pathOf(answer)) ?? {};
  const to = headers.get('access-control-allow-origin');
  const varies = (headers.get('vary') ?? '').toLowerCase();
  const dependsOnOrigin = (shared === 'shops' && (to !== null || isCustomers === true)) || path === '/sdk/origin';
  const dependsOnEncoding = (isGood(answer) && isCompressed && path !== '/sdk/origin') || (isDocument(answer) && answer.text !== '');
  const mayRead = to === null || (to === '*' ? shared === 'everybody' : shared === 'shops');
  return [
    ...(mayRead ? [] : [`pages of ${to} may read it`]),
    ...(to === null && shared === 'everybody' && isGood(answer) ? ['pages of others may not read it'] : []),
    ...(dependsOnOrigin && !varies.includes('origin') ? ['it depends on the origin, and vary does not say so'] : []),
    ...(dependsOnEncoding && !varies.includes('accept-encoding') ? ['it depends on the encoding, and vary does not say so'] : []),
  ];
}

/** JSON is UTF-8 whatever is said (RFC 8259 §8.1), and pictures say it themselves; texts do not. */
function bodyWrong({ headers, text }: Answer): string[] {
  const type = headers.get('content-type');
  if (text === '') return [];
  if (type === null) return ['a body without a content-type'];
  return type.startsWith('text/') && !/;\s*charset=utf-8\b/i.test(type) ? [`content-type: ${type}, without its charset`] : [];
}

/** What a caller is told to do about it. */
function remedyWrong(answer: Answer): string[] {
  const { status, headers } = answer;
  const waits = Number(headers.get('retry-after'));
  const isWaiting = status === 429 || status === 503;
  return [
    ...(status === 405 && !headers.get('allow') ? ['405 without allow'] : []),
    ...(status === 401 && !headers.get('www-authenticate') ? ['401 without www-authenticate'] : []),
    ...(isWaiting && !(waits >= 1) ? [`retry-after: ${headers.get('retry-after')}`] : []),
    ...([303, 307, 308].includes(status) && !headers.get('location') ? ['a redirect without location'] : []),
  ];
}

/** No name that a caller brought stands in an answer. */
const namesWrong = ({ headers, text }: Answer): string[] =>
  [...headers].some(([, value]) => value.includes('evil.example')) || text.includes('evil.example') ? ['it repeats a name that its caller brought'] : [];
