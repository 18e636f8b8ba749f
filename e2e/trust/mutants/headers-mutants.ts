import type { Mutant } from './mutant.ts';

export const headersMutants: readonly Mutant[] = [
  {
    name: 'kept-by-caches',
    breaks: 'a picture in an address is a file for everybody: whatever ends like one may be kept for a day',
    foundBy: 'headers',
    patches: [
      {
        file: 'lib/server/headers.ts',
        find: "  return given.startsWith('public') && !unlisted.test(path) ? given : 'no-store';",
        put: "  if (/\\.(?:png|css|js|pdf)$/.test(path)) return 'public, max-age=86400';\n  return given.startsWith('public') && !unlisted.test(path) ? given : 'no-store';",
      },
    ],
  },
  {
    name: 'one-nonce',
    breaks: 'the nonce is made when the process starts, and is the same in every answer',
    foundBy: 'headers',
    patches: [
      {
        file: 'lib/server/headers.ts',
        find: "export const newNonce = (): string => randomBytes(16).toString('base64');",
        put: "const onlyNonce = randomBytes(16).toString('base64');\nexport const newNonce = (): string => onlyNonce;",
      },
    ],
  },
  {
    name: 'bare-refusals',
    breaks: 'what is refused on the bare socket says why, and nothing else',
    foundBy: 'headers',
    patches: [{ file: 'lib/server/front.ts', find: '[...Object.entries(headers), ...answer.headers].map(', put: '[...answer.headers].map(' }],
  },
];
