import type { Mutant } from './mutant.ts';

export const fuzzMutants: readonly Mutant[] = [
  {
    name: 'nul-goes-through',
    breaks: 'texts are bounded and nothing else: NUL and lone surrogates reach the database',
    foundBy: 'fuzz',
    patches: [
      {
        file: 'lib/http/fields.ts',
        find: "    .max(maximum)\n    .refine((value) => value.isWellFormed() && !value.includes('\\u0000'), 'must be well-formed text without NUL');",
        put: '    .max(maximum);',
      },
    ],
  },
  {
    name: 'decoded-without-care',
    breaks: 'an address is decoded where it is used, and nobody looks first whether it can be',
    foundBy: 'fuzz',
    patches: [
      {
        file: 'lib/server/guard.ts',
        find: "  if (decoded === undefined || decoded.includes('\\0')) return new ApiError('invalid_request', 'The path is not valid percent-encoded UTF-8.');\n",
        put: '  if (decoded === undefined) return undefined;\n',
      },
    ],
  },
  {
    name: 'odd-id-is-gone',
    breaks: 'an id that can be none is told as a link that has ended, whatever was asked for',
    foundBy: 'fuzz',
    patches: [
      {
        file: 'lib/http/endpoint.ts',
        find: "  if (!parsed.success) throw new ApiError('not_found', 'There is nothing at this address.');",
        put: "  if (!parsed.success) throw new ApiError('link_expired', 'There is nothing at this address.');",
      },
    ],
  },
  {
    name: 'tunnel-left-open',
    breaks: 'whoever asks for a tunnel is not answered, and the connection is kept',
    foundBy: 'fuzz',
    patches: [
      {
        file: 'lib/server/front.ts',
        find: '(_request: IncomingMessage, socket: Duplex) => refuse(socket, methodNotServed())',
        put: '() => void methodNotServed()',
      },
    ],
  },
];
