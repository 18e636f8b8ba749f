import { isId } from '../ids.ts';
import { log } from '../log.ts';
import { routes } from './routes.ts';

/** What addresses of ours are made of. */
const ours = new Set(Object.keys(routes).flatMap((path) => path.split('/')));

/** Names of our files: of logos, and of pictures that are named by their bytes. */
const publicFile = /^(?:[a-z]+\d{0,2}\.svg|[0-9a-f]{32}\.png)$/;

/** Files of the build, and the calls of the sandbox's wire, which are words. */
const openPaths = /^(?:\/_next\/static\/[\w./~-]+\.(?:js|css|map|woff2|svg|png|json)|\/sandbox\/merchant\/API\/[a-zA-Z]{1,40})$/;

/** Shorter than any token, short code or card number. */
const mostShown = 11;

/**
 * Whether a part of a path may be logged. A link's token comes to be at a wrong address as well, by a wrong copy or with
 * "/Pay" for "/pay", so only what is known to be no secret is shown.
 */
const isShown = (part: string): boolean => ours.has(part) || isId(part) || publicFile.test(part) || (part.length <= mostShown && !part.includes('@'));

/** A path that may be logged: without its query, tokens, codes, and the seals of callback addresses. */
export function loggablePath(path: string): string {
  // Not a plain path, hence refused: whatever it hides is not worth keeping.
  if (!/^\/(?!\/)/.test(path)) return '(not a path)';
  const plain = decoded(path);
  if (plain === undefined) return '(undecodable)';
  if (openPaths.test(plain)) return plain;
  const [root, door, ...rest] = plain.split('/').map((part) => (isShown(part) ? part : '***'));
  if (door === 'pay' && rest[0] === 'return') return [root, door, 'return', '***'].join('/');
  if (door === 'pay' && rest.length > 0) return [root, door, '***', ...rest.slice(1)].join('/');
  return [root, door, ...rest].join('/');
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** One line a request. */
export function logRequest(facts: { requestId: string; method: string; path: string; status: number; startedMs: number; isComplete: boolean }): void {
  const { requestId, method, path, status, startedMs, isComplete } = facts;
  const ms = Math.round(performance.now() - startedMs);
  log().info({ requestId, method, path: loggablePath(path), status, ms, ...(!isComplete && { aborted: true }) }, 'request');
}
