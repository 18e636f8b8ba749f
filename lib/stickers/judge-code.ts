import { db } from '../db/client.ts';
import type { CheckoutSession, Merchant, PaymentLink } from '../db/generated/client.ts';
import { env } from '../env.ts';
import { isPlainAddress } from '../http/fields.ts';
import { linkAddress, tokenIn } from '../links/link-address.ts';
import { readShortCode, shortCodeHashes } from '../links/short-code.ts';
import { hashOfTyped, tokenOf } from '../links/token.ts';
import { isRegistered } from '../merchants/merchants.ts';

export type JudgedLink = PaymentLink & { session: CheckoutSession & { merchant: Merchant } };

/**
 * What a code is: one of ours; one of ours at an address that is not (a copy that leads elsewhere); an address that is
 * not ours at all; our address or a code like ours that we do not know; or nothing that leads anywhere on the web.
 */
export type Judged =
  | { verdict: 'ours'; link: JudgedLink; isShortCode: boolean }
  | { verdict: 'elsewhere'; link: JudgedLink; host: string }
  | { verdict: 'foreign'; host: string }
  | { verdict: 'unknown' }
  | { verdict: 'nowhere' };

/** Judges what was scanned or typed: addresses, tokens, short codes. One query for all; their order stays. */
export async function judgeCodes(texts: readonly string[]): Promise<Judged[]> {
  const codes = texts.map(readCode);
  const hashes = codes.map(({ hash }) => hash);
  const links = await findLinks(
    hashes.flatMap((hash) => hash?.token ?? []),
    hashes.flatMap((hash) => hash?.shortCodes ?? []),
  );
  return codes.map((code) => judge(code, linkOf(code, links)));
}

type Hash = Uint8Array<ArrayBuffer>;
/** A code as it is understood. `text` is its address as it was written. */
type Code = { text: string; address: URL | undefined; hash: { token?: Hash; shortCodes?: Hash[] } | undefined };

function readCode(given: string): Code {
  const text = given.trim();
  const bare = bareHash(text);
  if (bare) return { text, address: undefined, hash: bare };
  const address = addressIn(text);
  if (!address) return { text, address, hash: undefined };
  // On our own page the path is what opens it, whatever parameters were hung on.
  const token = hashOfTyped(isOurs(address) ? (ownToken(address) ?? '') : tokenIn(address.href));
  return { text: address.href === text ? text : withScheme(text), address, hash: token && { token } };
}

function bareHash(text: string): Code['hash'] {
  const token = hashOfTyped(text);
  if (token) return { token };
  const shortCode = readShortCode(text);
  return shortCode === undefined ? undefined : { shortCodes: shortCodeHashes(shortCode) };
}

const isOurs = ({ origin }: URL): boolean => origin === env().PUBLIC_URL;
const isWeb = ({ protocol }: URL): boolean => protocol === 'https:' || protocol === 'http:';
const ownToken = ({ pathname }: URL): string | undefined => /^\/pay\/([^/]+)\/?$/.exec(pathname)?.[1];

const addressIn = (text: string): URL | undefined => (URL.canParse(withScheme(text)) ? new URL(withScheme(text)) : undefined);

/** People leave out "https://": what begins like a host and a path is given the scheme of our own address. */
const withScheme = (text: string): string =>
  /^(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:[/?]|$)|^localhost(?::\d+)?\//i.test(text) ? `${new URL(env().PUBLIC_URL).protocol}//${text}` : text;

function findLinks(tokens: Hash[], shortCodes: Hash[]): Promise<JudgedLink[]> {
  if (tokens.length === 0 && shortCodes.length === 0) return Promise.resolve([]);
  return db().paymentLink.findMany({
    where: { OR: [{ tokenHash: { in: tokens } }, { shortCodeHash: { in: shortCodes } }] },
    include: { session: { include: { merchant: true } } },
  });
}

function linkOf({ hash }: Code, links: readonly JudgedLink[]): JudgedLink | undefined {
  const wanted = [hash?.token ?? [], hash?.shortCodes ?? []].flat();
  const isWanted = (found: Uint8Array | null): boolean => found !== null && wanted.some((one) => Buffer.compare(one, found) === 0);
  return links.find(({ tokenHash, shortCodeHash }) => isWanted(tokenHash) || isWanted(shortCodeHash));
}

function judge({ text, address, hash }: Code, link: JudgedLink | undefined): Judged {
  if (!address) return link ? { verdict: 'ours', link, isShortCode: hash?.shortCodes !== undefined } : { verdict: hash ? 'unknown' : 'nowhere' };
  const isOwnPage = isOurs(address) && isPlainAddress(text) && !address.username && !address.password;
  if (!link) return isOwnPage ? { verdict: 'unknown' } : elsewhere(address);
  const leadsHome = (isOwnPage && ownToken(address) !== undefined) || isLandingPage(address, text, link);
  const other = elsewhere(address);
  if (leadsHome) return { verdict: 'ours', link, isShortCode: false };
  return other.verdict === 'foreign' ? { verdict: 'elsewhere', link, host: other.host } : other;
}

/**
 * Whether an address is the merchant's own page for this link: any other page of the shop, which may send whoever comes
 * on to somewhere else, is not. What was hung on (a language, a campaign) does not matter, unless it says again what the
 * page is told already.
 */
function isLandingPage(address: URL, text: string, { id, keyVersion, landingUrl, session }: JudgedLink): boolean {
  if (landingUrl === null || !isRegistered(session.merchant.origins, text)) return false;
  const page = new URL(linkAddress(tokenOf(id, keyVersion).token, landingUrl));
  if (address.protocol !== page.protocol || address.host !== page.host || address.pathname !== page.pathname) return false;
  // The token as it was typed may differ from ours in its case; whose it is has been found.
  const isGiven = (name: string) =>
    name === 'paymentLink' ? address.searchParams.getAll(name).length === 1 : `${address.searchParams.getAll(name)}` === `${page.searchParams.getAll(name)}`;
  return [...page.searchParams.keys()].every(isGiven);
}

/** Where an address leads that is not ours: its host as machines read it, so that no look-alike letter passes for another. */
const elsewhere = (address: URL): { verdict: 'foreign'; host: string } | { verdict: 'nowhere' } =>
  isWeb(address) ? { verdict: 'foreign', host: address.protocol === 'https:' ? address.host : address.origin } : { verdict: 'nowhere' };
