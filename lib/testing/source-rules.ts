/** One source file, by its path from the project's root. */
export type Source = { path: string; text: string };

type Rule = { name: string; breaks: (source: Source) => string | undefined };

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('lib/testing/') || path.startsWith('e2e/');
const starts = (path: string, ...folders: string[]): boolean => folders.some((folder) => path.startsWith(folder));

/** The files and packages a source imports, files by their path from the root. */
export function importsOf({ path, text }: Source): string[] {
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
  return [...found].map(([, target = '']) => resolved(path, target));
}

function resolved(from: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  if (!target.startsWith('.')) return target;
  return new URL(target, `file:///${from}`).pathname.slice(1);
}

/** A rule on what a file may import: the first import that breaks it is the complaint. */
const importRule = (name: string, applies: (path: string) => boolean, isWrong: (target: string, path: string) => boolean): Rule => ({
  name,
  breaks: (source) => (applies(source.path) ? importsOf(source).find((target) => isWrong(target, source.path)) : undefined),
});

const classicWords =
  /\b(?:createPaymentRequest|captureReservation|refundCapturedReservation|releaseReservation|getTerminals|callback_ok|callback_fail|callback_verify_order|shop_orderid|preauth|bank_payment_finalized|Pensio\w*|APIResponse)\b/;
const classicPlaces = ['lib/gateways/altapay/', 'lib/sandbox-gateway/', 'app/sandbox/', 'components/sandbox/', 'app/gateway/altapay/'];
const contracts = /^lib\/(?:[a-z-]+\/)*[a-z-]*contract\.ts$|^lib\/(?:money|errors)\.ts$|^lib\/(?:i18n|qr)\//;
/** What browsers run: our pages' script, and the one that shops load. */
const browserScripts = ['components/browser/', 'lib/sdk/'];
const environmentReaders = ['lib/env.ts', 'lib/cli/', 'lib/server/', 'prisma/prisma.config.ts', 'next.config.ts'];
const vagueName = /(?:^|\/)(?:utils?|helpers?|misc|common|types|constants|shared|index)(?:\.[a-z.]+$|\/)/;
const maximumLines = 250;
const maximumVerbs = 8;

/** Every rule of the project's shape that can be read from the text of one file. */
export const rules: readonly Rule[] = [
  importRule(
    'lib never imports app or components',
    (path) => starts(path, 'lib/', 'prisma/') && !isTest(path),
    (target) => starts(target, 'app/', 'components/'),
  ),
  importRule(
    'components import contracts, money, words and each other',
    (path) => starts(path, 'components/'),
    (target) => {
      return starts(target, 'app/', 'prisma/') || (starts(target, 'lib/') && !contracts.test(target)) || isNode(target);
    },
  ),
  importRule(
    'a browser script stands alone: only its own files import each other',
    (path) => starts(path, 'app/', 'components/', 'lib/') && !isTest(path),
    (target, path) => browserScripts.some((folder) => starts(path, folder) !== starts(target, folder)),
  ),
  importRule(
    'next/* stays in app, proxy.ts and lib/server',
    (path) => !starts(path, 'app/', 'lib/server/') && !['proxy.ts', 'next.config.ts'].includes(path),
    isNext,
  ),
  importRule(
    'only lib and prisma reach the database',
    (path) => starts(path, 'app/', 'components/', 'e2e/'),
    (target) => starts(target, 'lib/db/') || starts(target, '@prisma/', 'pg'),
  ),
  importRule(
    'the database client is made in one place',
    (path) => !starts(path, 'lib/db/') && !isTest(path),
    (target) => target === '@prisma/client',
  ),
  importRule(
    'the database knows no business',
    (path) => starts(path, 'lib/db/') && !isTest(path),
    (target) => /^lib\/(?!db\/)[a-z0-9-]+\//.test(target),
  ),
  importRule(
    'lib/http serves doors, it does not know them',
    (path) => starts(path, 'lib/http/') && !isTest(path),
    (target) => starts(target, 'lib/server/', 'lib/sandbox-gateway/'),
  ),
  importRule(
    'gateways know the wire, not the business',
    (path) => starts(path, 'lib/gateways/') && !isTest(path),
    (target) => {
      return /^lib\/(?:payments|methods|sessions|links|callbacks|merchants|sandbox-gateway|http|server|jobs|ledger)\//.test(target);
    },
  ),
  importRule(
    'the sandbox is another company: it imports nothing of the business',
    (path) => starts(path, 'lib/sandbox-gateway/') && !isTest(path),
    (target) => {
      return /^lib\/(?:payments|methods|sessions|links|merchants|ledger|jobs|server|gateways)\//.test(target);
    },
  ),
  { name: 'classic gateway words stay behind the gateway', breaks: ({ path, text }) => (mayBeClassic(path) ? undefined : classicWords.exec(text)?.[0]) },
  { name: `a file has at most ${maximumLines} lines`, breaks: ({ path, text }) => (isTest(path) ? undefined : tooLong(text)) },
  { name: `a module exports at most ${maximumVerbs} verbs`, breaks: ({ path, text }) => (isTest(path) ? undefined : tooManyVerbs(text)) },
  { name: 'names say what is inside', breaks: ({ path }) => vagueName.exec(path)?.[0] },
  {
    name: 'settings are read by env() only',
    breaks: ({ path, text }) => (isTest(path) || starts(path, ...environmentReaders) ? undefined : /\bprocess\.env\b/.exec(text)?.[0]),
  },
  {
    name: 'rules take time from lib/clock.ts',
    breaks: ({ path, text }) => (mayReadClock(path) ? undefined : /\bDate\.now\b|new Date(?=\(\))/.exec(text)?.[0]),
  },
  {
    name: 'no waiting by the clock in tests',
    breaks: ({ path, text }) => (path.endsWith('.test.ts') ? /\bwaitForTimeout\b|\btest\.(?:only|skip|fixme)\b/.exec(text)?.[0] : undefined),
  },
];

function isNext(target: string): boolean {
  return target === 'next' || target.startsWith('next/');
}

function isNode(target: string): boolean {
  return target.startsWith('node:');
}

const mayBeClassic = (path: string): boolean => starts(path, ...classicPlaces) || isTest(path);

/** Ids and log lines carry the machine's time; no rule does. */
const mayReadClock = (path: string): boolean => isTest(path) || starts(path, 'lib/cli/', 'lib/clock.ts', 'lib/ids.ts', 'lib/log.ts', 'lib/db/', 'components/');

function tooLong(text: string): string | undefined {
  const lines = text.trimEnd().split('\n').length;
  return lines > maximumLines ? `${lines} lines` : undefined;
}

function tooManyVerbs(text: string): string | undefined {
  const verbs = text.match(/^export (?:default )?(?:async )?(?:function\b|const \w+ = (?:async )?(?:<[^>]*>)?\()/gm)?.length ?? 0;
  return verbs > maximumVerbs ? `${verbs} verbs` : undefined;
}

/** What a file breaks, one line a rule. */
export const complaints = (source: Source): string[] =>
  rules.flatMap(({ name, breaks }) => {
    const found = breaks(source);
    return found === undefined ? [] : [`${source.path}: ${name} (${found})`];
  });
