import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Who is calling. With `trustedProxies` proxies in front, each of which appends to X-Forwarded-For, the
 * caller is that many entries from its end; what stands before was written by the caller and is ignored.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  const reported = trustedProxies > 0 ? forwarded(request).at(-trustedProxies) : undefined;
  const address = reported && isIP(reported) ? reported : direct;
  return address.replace(/^::ffff:(?=\d+\.)/, '');
}

const forwarded = ({ headers }: IncomingMessage): string[] =>
  [headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim());
