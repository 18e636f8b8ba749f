import type { Mutant } from './mutant.ts';

export const addressesMutants: readonly Mutant[] = [
  {
    name: 'checked-when-named-only',
    breaks: 'an address is checked where a merchant names it, and no more when it is called',
    foundBy: 'addresses',
    patches: [
      {
        file: 'lib/callbacks/address-guard.ts',
        find: '  if (objection !== undefined) throw',
        put: "  if (objection === 'unknown') throw",
      },
    ],
  },
  {
    name: 'name-not-pinned',
    breaks: 'the name is asked again when it is dialled, after it was checked',
    foundBy: 'addresses',
    patches: [
      {
        file: 'lib/callbacks/address-guard.ts',
        find: "import { lookup } from 'node:dns/promises';",
        put: "import { lookup as ask } from 'node:dns';\nimport { lookup } from 'node:dns/promises';",
      },
      {
        file: 'lib/callbacks/address-guard.ts',
        find: 'lookup: (_host, options, done) => (options.all ? done(null, [{ address, family }]) : done(null, address, family)),',
        put: 'lookup: (name, options, done) => (isIP(host) ? (options.all ? done(null, [{ address, family }]) : done(null, address, family)) : ask(name, options, done)),',
      },
    ],
  },
  {
    name: 'redirects-followed',
    breaks: 'a callback that is answered with a redirect is sent on to where that points',
    foundBy: 'addresses',
    patches: [
      {
        file: 'lib/callbacks/send.ts',
        find: "    request.on('response', (response) => {\n      isHeard = true;",
        put: "    request.on('response', (response) => {\n      isHeard = true;\n      const { location } = response.headers;\n      if (location !== undefined) void fetch(new URL(location, url), { method: 'POST', body }).catch(() => undefined);",
      },
    ],
  },
  {
    name: 'changed-unchecked',
    breaks: 'an endpoint’s address is checked when it is registered, and not when it is changed',
    foundBy: 'addresses',
    patches: [
      {
        file: 'app/checkout/v1/api/webhooks/[endpointId]/route.ts',
        find: 'changeEndpoint(tx, principal, params.endpointId, body),\n  refuseUnsafeTarget,\n);',
        put: 'changeEndpoint(tx, principal, params.endpointId, body),\n);',
      },
      {
        file: 'app/checkout/v1/api/webhooks/[endpointId]/route.ts',
        find: 'endpointAnswer, findEndpoint, refuseUnsafeTarget }',
        put: 'endpointAnswer, findEndpoint }',
      },
    ],
  },
];
