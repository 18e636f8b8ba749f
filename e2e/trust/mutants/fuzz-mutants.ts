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
    name: 'made-is-done',
    breaks: 'what was made is answered with 200, whatever the contract says',
    foundBy: 'fuzz',
    patches: [{ file: 'lib/http/endpoint.ts', find: 'return { status: contract.status, json:', put: 'return { status: 200, json:' }],
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
