import type { ApiOperation, OpenApi, Parameter } from './open-api.ts';

/** An operation of a document with where it is. `method` is in capitals. */
export type Listed = ApiOperation & { method: string; path: string };

/** The operations that a document tells of, those of a tag together, in the order of its tags. */
export function listed({ tags, paths }: Pick<OpenApi, 'tags' | 'paths'>): { tag: OpenApi['tags'][number]; operations: Listed[] }[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return tags.map((tag) => ({ tag, operations: all.filter((operation) => operation.tags.includes(tag.name)) }));
}

/** Its parameters, those that have a name of the document put in. */
export function parametersOf({ parameters = [] }: ApiOperation, { components }: Pick<OpenApi, 'components'>): Parameter[] {
  return parameters.flatMap((parameter) => {
    if (!('$ref' in parameter)) return [parameter];
    const named = components.parameters[parameter.$ref.split('/').at(-1) ?? ''];
    return named ? [named] : [];
  });
}
