import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inRequest } from '#lib/http/request-context.ts';
import { newId } from '#lib/ids.ts';

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = { pattern: RegExp; handlers: Record<string, Handler | undefined>; dynamicParts: number };

/** Answers a request as the route of the app at its address does, without Next and without a network. */
export type Dispatch = (request: Request) => Promise<Response>;

const app = join(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))), 'app');

/** Reads every route.ts under app/. Pages are not served: a test reads what they draw from. */
export async function loadRoutes(): Promise<Dispatch> {
  const files = readdirSync(app, { withFileTypes: true, recursive: true }).filter((entry) => entry.name === 'route.ts');
  const routes = await Promise.all(files.map((entry) => loadRoute(entry.parentPath)));
  routes.sort((left, right) => left.dynamicParts - right.dynamicParts);
  return (request) => dispatch(routes, request);
}

async function loadRoute(folder: string): Promise<Route> {
  const source = `/${relative(app, folder)}`.replaceAll('.', '\\.').replaceAll(/\[(\w+)\]/g, '(?<$1>[^/]+)');
  const handlers = (await import(pathToFileURL(join(folder, 'route.ts')).href)) as Route['handlers'];
  return { pattern: new RegExp(`^${source}$`), handlers, dynamicParts: source.split('(?<').length };
}

async function dispatch(routes: Route[], request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  for (const { pattern, handlers } of routes) {
    const match = pattern.exec(pathname);
    if (!match) continue;
    const handler = handlers[request.method];
    if (!handler) return new Response(null, { status: 405 });
    const context = { requestId: newId(), clientIp: '127.0.0.1', page: { headers: {} } };
    return inRequest(context, () => handler(request, { params: Promise.resolve({ ...match.groups }) }));
  }
  return new Response(null, { status: 404 });
}
