import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Door } from './hosts.ts';

/** What the headers of a process's answers depend on. */
export type HeaderPolicy = { isDevelopment: boolean; isHttps: boolean; styleHashes: readonly string[] };

export const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * The content security policy of one answer. Nothing loads but our own files and what carries the nonce.
 * The sandbox plays a foreign bank whose forms lead back to shops on other origins, hence no form-action there.
 */
export function contentSecurityPolicy(door: Door, nonce: string, { isDevelopment, styleHashes }: HeaderPolicy): string {
  // The development overlay evaluates and injects; production never says "unsafe".
  const scripts = isDevelopment ? `'nonce-${nonce}' 'strict-dynamic' 'unsafe-eval'` : `'nonce-${nonce}' 'strict-dynamic'`;
  const styles = isDevelopment ? "'self' 'unsafe-inline'" : ["'self'", `'nonce-${nonce}'`, ...styleHashes].join(' ');
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    isDevelopment ? "connect-src 'self' ws:" : "connect-src 'self'",
    ...(door === 'payment' ? ["form-action 'self'"] : []),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

/** The headers that every answer carries, whatever it says. */
export function securityHeaders(path: string, policy: HeaderPolicy): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'payment=(self), camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(policy.isHttps && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
    ...(unlisted.test(path) && { 'x-robots-tag': 'noindex, nofollow, noarchive' }),
  };
}

const unlisted = /^\/(?:pay|p|verify|sandbox|gateway|checkout)(?:$|\/)/;

/** What may be kept says "public" itself, as the files of the build do; all else is kept by nobody. */
export function cacheControl(path: string, given: string): string {
  return given.startsWith('public') && !unlisted.test(path) ? given : 'no-store';
}

/**
 * The hashes of the build's style sheets, which Next writes into the pages without a nonce (`experimental.inlineCss`).
 * The sandbox's pages and the reference wear two, which React writes as one.
 */
export function styleHashes(buildDirectory: string): string[] {
  const chunks = join(buildDirectory, 'static', 'chunks');
  const sheets = readdirSync(chunks, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css'))
    .map((name) => readFileSync(join(chunks, name), 'utf8'));
  const pairs = sheets.flatMap((first) => sheets.filter((second) => second !== first).map((second) => first + second));
  return [...sheets, ...pairs].map(sourceHash);
}

const sourceHash = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
