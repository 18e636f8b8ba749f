import { OutgoingMessage, type ServerResponse } from 'node:http';
import { compress, encodingFor } from './compression.ts';

export type DocumentOptions = {
  method: string;
  acceptEncoding: string | undefined;
  /** Makes what leaves of what was written. */
  transform: (html: string) => string;
};

/**
 * Holds an HTML document back until it is whole; then it leaves transformed, with its length, compressed as the request
 * allows. Every other answer passes as it is written. Which one it is, the headers say that `setHeader` has set.
 */
export function holdDocument(response: ServerResponse, options: DocumentOptions): void {
  const { writeHead, flushHeaders, write, end } = response;
  let held: { chunks: Buffer[]; sendHead: () => void } | undefined;
  // To whoever writes, a head that is held is out: nobody may begin a second answer after it.
  Object.defineProperty(response, 'headersSent', { get: () => held !== undefined || hasSentHead(response) });
  response.writeHead = (...given: unknown[]) => {
    if (held) return response;
    const sendHead = () => Reflect.apply(writeHead, response, given) as ServerResponse;
    if (!isDocument(response, Number(given[0]))) return sendHead();
    response.setHeader('vary', 'accept-encoding');
    // Next draws no body for HEAD, so that its length is not known.
    if (options.method === 'HEAD') return sendHead();
    held = { chunks: [], sendHead };
    return response;
  };
  /** What is held, when the answer is a document; writes its head when nobody has. */
  const holding = () => {
    if (!response.headersSent && isDocument(response, response.statusCode)) response.writeHead(response.statusCode);
    return held;
  };
  response.flushHeaders = () => {
    if (!holding()) Reflect.apply(flushHeaders, response, []);
  };
  response.write = (...given: unknown[]) => {
    const document = holding();
    if (!document) return Reflect.apply(write, response, given) as boolean;
    document.chunks.push(bytesOf(given));
    callbackOf(given)?.();
    return true;
  };
  response.end = (...given: unknown[]) => {
    const document = holding();
    if (!document || response.writableEnded) return Reflect.apply(end, response, given) as ServerResponse;
    held = undefined;
    const body = leaving(response, Buffer.concat([...document.chunks, bytesOf(given)]), options);
    document.sendHead();
    return Reflect.apply(end, response, [body, callbackOf(given)]) as ServerResponse;
  };
}

const hasSentHead = (response: ServerResponse): boolean => Boolean(Reflect.get(OutgoingMessage.prototype, 'headersSent', response));

/** A page with a body; what leads elsewhere has none worth reading. */
function isDocument(response: ServerResponse, status: number): boolean {
  const isPage = String(response.getHeader('content-type') ?? '').startsWith('text/html') && !response.hasHeader('content-encoding');
  return isPage && (status === 200 || status >= 400);
}

/** The body that leaves; its length and encoding are set. */
function leaving(response: ServerResponse, written: Buffer, { acceptEncoding, transform }: DocumentOptions): Buffer {
  const document = written.byteLength === 0 ? written : Buffer.from(transform(written.toString()));
  const encoding = written.byteLength === 0 ? undefined : encodingFor(acceptEncoding);
  const body = encoding ? compress(document, encoding) : document;
  response.removeHeader('transfer-encoding');
  response.setHeader('content-length', body.byteLength);
  if (encoding) response.setHeader('content-encoding', encoding);
  return body;
}

/** The first argument of `write` or `end`, when it is something to send. */
function bytesOf([chunk, encoding]: unknown[]): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.alloc(0);
}

const callbackOf = (given: unknown[]): (() => void) | undefined => given.find((one): one is () => void => typeof one === 'function');
