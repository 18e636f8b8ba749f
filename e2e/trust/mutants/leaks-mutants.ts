import type { Mutant } from './mutant.ts';

export const leaksMutants: readonly Mutant[] = [
  {
    name: 'path-logged-whole',
    breaks: 'the log of requests keeps each address as it was asked for',
    foundBy: 'leaks',
    hunt: ['--journeys', '1'],
    patches: [{ file: 'lib/server/access-log.ts', find: 'path: loggablePath(path), status', put: 'path, status' }],
  },
  {
    name: 'bad-body-logged',
    breaks: 'a body that is no JSON is logged, so that its sender can be helped',
    foundBy: 'leaks',
    hunt: ['--journeys', '1'],
    patches: [
      {
        file: 'lib/http/request-body.ts',
        find: "  } catch {\n    throw new ApiError('malformed_json', 'The body is not valid JSON.');",
        put: "  } catch {\n    console.log(JSON.stringify({ body, authorization: request.headers.get('authorization'), msg: 'a body is not JSON' }));\n    throw new ApiError('malformed_json', 'The body is not valid JSON.');",
      },
    ],
  },
  {
    name: 'gateway-call-logged',
    breaks: 'every call of the gateway is logged with its fields',
    foundBy: 'leaks',
    hunt: ['--journeys', '1'],
    patches: [
      {
        file: 'lib/gateways/altapay/gateway.ts',
        find: '  const answer = await callMerchantApi(access, call);\n',
        put: "  const answer = await callMerchantApi(access, call);\n  log().info({ call }, 'the gateway was called');\n",
      },
    ],
  },
  {
    name: 'token-kept-as-it-is',
    breaks: 'a link is found by its token, and not by the hash of it',
    foundBy: 'leaks',
    hunt: ['--journeys', '1'],
    patches: [
      { file: 'prisma/migrations/0001_init/migration.sql', find: 'CHECK (octet_length("token_hash") = 32)', put: 'CHECK (octet_length("token_hash") > 0)' },
      {
        file: 'lib/links/token.ts',
        find: 'return { token, hash: sha256(token), keyVersion };',
        put: 'return { token, hash: new Uint8Array(Buffer.from(token)), keyVersion };',
      },
      { file: 'lib/links/token.ts', find: 'undefined : sha256(token);', put: 'undefined : new Uint8Array(Buffer.from(token));' },
      {
        file: 'lib/links/token.ts',
        find: "import { activeKeyVersion, mac, sha256 } from '../secrets.ts';",
        put: "import { activeKeyVersion, mac } from '../secrets.ts';",
      },
    ],
  },
];
