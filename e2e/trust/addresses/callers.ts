import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** What a file that begins connections looks like: it has a client of node's or of a package, or fetches. */
const beginsConnections = [
  /^import (?!type)(?:\w+|\{[^}]*\b(?:request|get|connect|createConnection)\b[^}]*\}) from 'node:(?:https?|http2|net|tls|dgram)'/m,
  /^import (?!type)[^;]* from '(?:undici|nodemailer|pg|ws)'/m,
  /(?<![.\w])fetch\(/,
];

/** Files that begin connections: the senders of this run, and those that call only where the operator, or nobody, said. */
const known: Readonly<Record<string, string>> = {
  'lib/callbacks/send.ts': 'a sender of this run: callbacks, webhooks, test-sends',
  'lib/sandbox-gateway/send.ts': 'a sender of this run: the sandbox’s callbacks',
  'lib/gateways/altapay/client.ts': 'the gateway, whose address the operator gives',
  'lib/mail/smtp.ts': 'the mail server, which the operator names',
  'lib/db/open.ts': 'the database',
  'lib/db/owner-lock.ts': 'the process beside us that has the embedded database',
  'lib/cli/db.ts': 'the database, from a command',
  'lib/cli/demo-link.ts': 'the service itself, from a command',
  'lib/webhooks/exam-send.ts': 'the receiver whose address is typed at the command that examines it',
  'lib/sdk/wire.ts': 'the service, from a customer’s browser',
};

/** Sentences about files of the product that begin connections and that this run knows nothing of. */
export function unknownCallers(): string[] {
  const files = ['lib', 'app'].flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }));
  const paths = files.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  const ours = paths.filter((path) => /\.tsx?$/.test(path) && !/\.(?:test|test-process|d)\.tsx?$|^lib\/(?:testing|db\/generated|sdk\/releases)\//.test(path));
  const callers = ours.filter((path) => beginsConnections.some((pattern) => pattern.test(readFileSync(join(root, path), 'utf8'))));
  const gone = Object.keys(known).filter((path) => !callers.includes(path));
  return [
    ...callers.filter((path) => !(path in known)).map((path) => `${path} begins connections and is not among the senders`),
    ...gone.map((path) => `${path} is among the senders and begins no connection`),
  ];
}
