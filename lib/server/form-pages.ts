import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { ApiError } from '../errors.ts';
import { refuseForeignPost } from '../http/form.ts';
import type { RequestContext } from '../http/request-context.ts';
import { withBody } from './body.ts';
import { pathOf } from './guard.ts';

/**
 * Pages that answer the form they hold, so that what was typed and what came of it stand on one page and in no address.
 * Next draws pages for GET alone: the front takes the form, and the page finds it in `postedForm()`.
 */
export const formPages: readonly string[] = ['/p', '/verify'];

export const isForm = ({ method, url = '' }: IncomingMessage): boolean => method === 'POST' && formPages.includes(pathOf(url));

/** A form with more in it than its page takes is answered by the page, in words: a photo is easily too large. */
export const isLargeForm = (request: IncomingMessage, refused: ApiError): boolean => isForm(request) && refused.code === 'body_too_large';

/** What is read and dropped of a form that is refused. */
const mostDropped = 16 * 1024 * 1024;

/** Takes the form out of a POST and leaves the GET of its page. 403 for a form from another site. */
export async function takeForm(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<IncomingMessage> {
  const { url = '', headers } = request;
  const given = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
  const asked = new Request(`http://form${url}`, { method: 'POST', headers: given });
  refuseForeignPost(asked);
  try {
    const whole = await withBody(request, response);
    context.posted = new Request(asked, { body: new Uint8Array(await buffer(whole)) });
    return asGet(whole);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'body_too_large' || !(await dropRest(request))) throw error;
    context.posted = 'too_large';
    return asGet(request);
  }
}

/**
 * Reads what is left of a form before it is refused, at most 16 MB, and says whether it ended: a browser that still sends
 * shows a broken connection, and no answer. Whoever waits to be told to go on is sending nothing.
 */
export async function dropRest(request: IncomingMessage): Promise<boolean> {
  if (request.headers.expect !== undefined && !request.readableDidRead) return false;
  let dropped = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      dropped += (chunk as Buffer).byteLength;
      if (dropped > mostDropped) return false;
    }
    return true;
  } catch {
    // The caller hung up: nobody is left to tell.
    return false;
  }
}

function asGet(request: IncomingMessage): IncomingMessage {
  request.method = 'GET';
  for (const name of ['content-type', 'content-length', 'content-encoding', 'transfer-encoding', 'expect']) delete request.headers[name];
  return request;
}
