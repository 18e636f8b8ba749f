import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { explain, problem } from '../http/problem.ts';
import { inRequest, type RequestContext } from '../http/request-context.ts';
import { newId } from '../ids.ts';
import { logRequest } from './access-log.ts';
import { withBody } from './body.ts';
import { clientAddress } from './client-address.ts';
import { holdDocument } from './document-answer.ts';
import { dropRest, isForm, isLargeForm, takeForm } from './form-pages.ts';
import { methodNotServed, pathOf, refusal, stripInternalHeaders } from './guard.ts';
import { contentSecurityPolicy, type HeaderPolicy, newNonce, securityHeaders } from './headers.ts';
import type { Door } from './hosts.ts';
import { plainDocument } from './plain-document.ts';
import { isDraining } from './readiness.ts';
import { referenceAnswer } from './reference-files.ts';
import { dressResponse } from './response.ts';
import { type SdkFiles, sdkAnswer } from './sdk-files.ts';
import { statusAnswer } from './status-questions.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What answers behind the front. Filled in when Next is ready; until then every request is told to come again. */
export type Backend = {
  handle?: Handler;
  upgrade?: UpgradeHandler;
  policy: HeaderPolicy;
  /** The script of our pages (components/browser), bundled. */
  pageScript: string;
  /** The script of the API's reference (components/browser/docs), bundled. */
  docsScript: string;
  /** The JS SDK for shops' pages. */
  sdk: SdkFiles;
};

/** Doors of programs, and Next's own files: what is answered there is never drawn by us. */
const programPaths = /^\/(?:_next|checkout|gateway|sandbox\/merchant)(?:$|\/)/;

const headersTimeoutMs = 15_000;
const requestTimeoutMs = 30_000;
/** Longer than the usual 60 s of load balancers, so that it is never us who close a connection they just reuse. */
const keepAliveTimeoutMs = 65_000;

/** The HTTP server of one door: refuses, bounds, labels and logs every request before and after Next. */
export function createFront(door: Door, backend: Backend): Server {
  const timeouts = { headersTimeout: headersTimeoutMs, requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs };
  // A request without a Host is refused by the guard, in words; Node would answer it with nothing.
  const server = createServer({ ...timeouts, requireHostHeader: false }, (request, response) => void serve(door, backend, request, response));
  for (const expectation of ['checkContinue', 'checkExpectation']) {
    server.on(expectation, (request: IncomingMessage, response: ServerResponse) => void serve(door, backend, request, response));
  }
  const refuse = (socket: Duplex, error: ApiError) => refuseSocket(socket, error, bareHeaders(door, backend.policy));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isHotReload = backend.policy.isDevelopment && pathOf(request.url ?? '').startsWith('/_next/');
    if (isHotReload && backend.upgrade && !refusal(withoutUpgrade(request), door, true)) return backend.upgrade(request, socket, head);
    refuse(socket, new ApiError('invalid_request', 'The connection cannot be upgraded.'));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuse(socket, methodNotServed()));
  server.on('clientError', (_error: Error, socket: Duplex) => refuse(socket, new ApiError('invalid_request', 'This is not a valid HTTP request.')));
  return server;
}

async function serve(door: Door, backend: Backend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedMs = performance.now();
  const path = pathOf(request.url ?? '');
  const context: RequestContext = { requestId: newId(), clientIp: clientAddress(request, env().TRUST_PROXY), page: { headers: {} } };
  const { requestId } = context;
  latestResponse.set(request.socket, response);
  response.once('close', () => {
    logRequest({ requestId, method: request.method ?? '', path, status: response.statusCode, startedMs, isComplete: response.writableFinished });
  });
  const nonce = newNonce();
  const policy = contentSecurityPolicy(door, nonce, backend.policy);
  if (!programPaths.test(path)) dressDocument(request, response, backend, nonce);
  dressResponse(response, { path, context, contentSecurityPolicy: policy, policy: backend.policy });
  try {
    const refused = refusal(request, door, backend.policy.isDevelopment);
    if (refused && !(door === 'payment' && isLargeForm(request, refused))) throw refused;
    if (door === 'sandbox' && path === '/') return await answerHere(request, response, new Response(null, { status: 307, headers: { location: '/sandbox' } }));
    const file = door === 'payment' ? (sdkAnswer(backend.sdk, path, asking(request)) ?? referenceAnswer(path, asking(request))) : undefined;
    if (file) return await answerHere(request, response, await file);
    if (!backend.handle) throw new ApiError('unavailable', 'The service is starting.', { retryAfterSeconds: 2 });
    const told = door === 'payment' ? inRequest(context, () => statusAnswer(request, response, requestId)) : undefined;
    if (told) return await answerHere(request, response, await told);
    stripInternalHeaders(request);
    // What is not a file of the build leaves Next as it was drawn: a document is changed here, and compressed after that.
    if (!path.startsWith('/_next/')) delete request.headers['accept-encoding'];
    // Next takes the nonce for its scripts from here, and routes take the request's id.
    Object.assign(request.headers, {
      'content-security-policy': policy,
      'x-request-id': requestId,
      'x-forwarded-proto': backend.policy.isHttps ? 'https' : 'http',
    });
    const whole = isForm(request) ? await takeForm(request, response, context) : await withBody(request, response);
    await inRequest(context, () => backend.handle?.(whole, response));
  } catch (error) {
    if (isForm(request)) await dropRest(request);
    await answerHere(request, response, explain(error, requestId));
  }
}

/** Our pages are drawn on the server and need none of Next's scripts (in development those that reload the page stay). */
function dressDocument(request: IncomingMessage, response: ServerResponse, { pageScript, docsScript, policy }: Backend, nonce: string): void {
  const script = pathOf(request.url ?? '') === '/docs' ? docsScript : pageScript;
  const transform = (html: string) => plainDocument(html, { nonce, script, keepsScripts: policy.isDevelopment });
  holdDocument(response, { method: request.method ?? '', acceptEncoding: request.headers['accept-encoding'], transform });
}

const asking = ({ headers }: IncomingMessage) => ({
  acceptEncoding: headers['accept-encoding'],
  ifNoneMatch: headers['if-none-match'],
  origin: headers.origin,
});

/** Writes an answer of the front's own. What is left of the request's body is not read: the connection ends after the answer. */
async function answerHere(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  if (response.headersSent || response.destroyed) return void response.destroy();
  // What came after the request's head was no HTTP, and that has been answered.
  if (request.socket.writableEnded) return;
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (!request.complete || isDraining()) response.setHeader('connection', 'close');
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', body.byteLength);
  response.writeHead(answer.status).end(request.method === 'HEAD' ? undefined : body);
}

/** The answer begun last on a connection, so that a refusal of what follows on it is not written into its middle. */
const latestResponse = new WeakMap<Duplex, ServerResponse>();

/** Whether this answer is on its way, or was the connection's last. */
const isAnswering = (response: ServerResponse | undefined): boolean =>
  response?.headersSent === true && (!response.writableFinished || response.getHeader('connection') === 'close');

/** What every answer carries, where no address is known. */
const bareHeaders = (door: Door, policy: HeaderPolicy): Record<string, string> => ({
  ...securityHeaders('', policy),
  'content-security-policy': contentSecurityPolicy(door, newNonce(), policy),
  'cross-origin-resource-policy': 'same-origin',
});

/** Answers on a bare socket, where Node made no response object, and ends it. */
function refuseSocket(socket: Duplex, error: ApiError, headers: Readonly<Record<string, string>>): void {
  socket.on('error', () => socket.destroy());
  const answer = problem(error, newId());
  void answer.text().then((body) => {
    if (!socket.writable || isAnswering(latestResponse.get(socket))) return void socket.end();
    const lines = [...Object.entries(headers), ...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 ${error.status} Refused\r\n${lines}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`, () =>
      socket.destroy(),
    );
  });
}

/** The same request as the guard would see it were the upgrade allowed. */
function withoutUpgrade(request: IncomingMessage): IncomingMessage {
  const { method, url, headersDistinct } = request;
  const { upgrade: _upgrade, ...headers } = request.headers;
  return { method, url, headers, headersDistinct } as IncomingMessage;
}
