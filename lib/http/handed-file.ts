import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { FileAnswer } from './endpoint.ts';
import { explain } from './problem.ts';

/** A file for whoever has its address, which is all the credential there is. 404 when there is none. */
export function hands<P>(find: (params: P, request: Request) => Promise<FileAnswer | undefined>) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const file = await find(await context.params, request);
      if (!file) throw new ApiError('not_found', 'There is nothing at this address.');
      return new Response(file.body, { headers: { 'content-type': file.type, 'cache-control': 'no-store', ...file.headers } });
    } catch (error) {
      return explain(error, request.headers.get('x-request-id') ?? newId());
    }
  };
}
