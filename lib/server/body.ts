import { IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError } from '../errors.ts';
import { bodyLimit } from '../http/request-body.ts';
import { processWide } from '../process.ts';
import { pathOf } from './guard.ts';

/**
 * Reads a request's body, at most what its address takes, and gives the request back with the body in memory: a
 * route never waits for a slow sender while it holds a lease, and a stream without a length is bounded too.
 */
export async function withBody(request: IncomingMessage, response: ServerResponse): Promise<IncomingMessage> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) return request;
  if (headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  return replay(request, await read(request, response, bodyLimit(pathOf(request.url ?? ''))));
}

/** What the bodies of all requests under way may take of the memory. */
const mostHeldBytes = 256 * 1024 * 1024;
const held = processWide('held-bodies', () => ({ bytes: 0 }));

/** Counts the bytes of a body until its answer is over; 503 when too much is held already. */
function holder(response: ServerResponse): (bytes: number) => void {
  let own = 0;
  response.once('close', () => {
    held.bytes -= own;
    own = 0;
  });
  return (bytes) => {
    if (held.bytes + bytes > mostHeldBytes) throw new ApiError('unavailable', 'Too much is being sent at once. Try again.', { retryAfterSeconds: 5 });
    if (response.closed) return;
    own += bytes;
    held.bytes += bytes;
  };
}

async function read(request: IncomingMessage, response: ServerResponse, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const hold = holder(response);
  let size = 0;
  try {
    // Kept open, so that the refusal can still be written.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.byteLength;
      if (size > limit) throw new ApiError('body_too_large', `A body may have ${limit} bytes.`);
      hold(bytes.byteLength);
      chunks.push(bytes);
    }
  } catch (error) {
    // The caller hung up or sent what is no HTTP: not our failure, and nobody is left to tell.
    throw error instanceof ApiError ? error : new ApiError('invalid_request', 'The body did not arrive whole.');
  }
  return Buffer.concat(chunks);
}

function replay(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket);
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor, complete: true });
  copy.push(body);
  copy.push(null);
  return copy;
}
