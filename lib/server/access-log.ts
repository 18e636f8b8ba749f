import { log } from '../log.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A path that may be logged: without its query, link tokens, and the seals of callback addresses. */
export function loggablePath(path: string): string {
  // Not a plain path, hence refused: whatever it hides is not worth keeping.
  if (!/^\/(?!\/)/.test(path)) return '(not a path)';
  const plain = decoded(path);
  if (plain === undefined) return '(undecodable)';
  const [root, door, ...rest] = plain.split('/');
  if (door === 'pay' && rest[0] === 'return') return [root, door, 'return', '***'].join('/');
  if (door === 'pay' && rest.length > 0) return [root, door, '***', ...rest.slice(1)].join('/');
  if (door === 'gateway') return [root, door, ...rest.map((part) => (part.length < 16 || uuid.test(part) ? part : '***'))].join('/');
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
