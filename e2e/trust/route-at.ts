import { routes } from '#lib/server/routes.ts';

const patterns = Object.keys(routes).map((route) => ({
  route,
  pattern: new RegExp(`^${route.replaceAll('.', '\\.').replaceAll(/\[\w+\]/g, '[^/]+')}$`),
}));

/** The address of the list that a path is at. */
export const routeAt = (path: string): string | undefined => patterns.find(({ pattern }) => pattern.test(path))?.route;
