import { exampleOf } from './example.ts';
import { type Listed, parametersOf } from './listed.ts';
import type { OpenApi } from './open-api.ts';

/** The call as a command of a shell, with its example for a body and variables where the reader has to put something in. */
export function curlOf(operation: Listed, document: OpenApi): string {
  const { method, path, security, requestBody } = operation;
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const isKeyed = parametersOf(operation, document).some(({ name }) => name === 'Idempotency-Key');
  const address = `${document.servers[0]?.url ?? ''}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${upperCase(name)}`)}`;
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${address}"`,
    ...(security.length === 0 ? [] : [security.some((way) => 'basic' in way) ? '-u "$API_USER:$API_PASSWORD"' : '-H "Authorization: Bearer $TOKEN"']),
    ...(isKeyed ? [`-H "Idempotency-Key: ${exampleOf(document.components.parameters.IdempotencyKey?.schema ?? {}, {})}"`] : []),
    ...(type?.startsWith('image/') ? [`-H "Content-Type: ${type}"`, '--data-binary @logo.png'] : []),
    ...(body?.example !== undefined ? [`-H "Content-Type: ${type}"`, `-d '${exampleText(body.example).replaceAll("'", "'\\''")}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

/** A body as it is sent. */
export const exampleText = (example: unknown): string => (typeof example === 'string' ? example : JSON.stringify(example, null, 2));

const upperCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
