import { env } from '../env.ts';
import { openApi } from '../openapi/document.ts';
import { llmsText } from '../openapi/llms.ts';
import type { OpenApi } from '../openapi/open-api.ts';
import { postmanCollection } from '../openapi/postman.ts';
import { processWide } from '../process.ts';
import { type Asking, fileAnswer, type SentFile, sentFile } from './sent-file.ts';

/** Ten minutes: a new version of the service is soon known by its description. */
const lifetime = 'public, max-age=600';

type Form = { type: string; write: (document: OpenApi) => string };

const forms: Readonly<Record<string, Form>> = {
  '/openapi.json': { type: 'application/json; charset=utf-8', write: (document) => JSON.stringify(document) },
  '/postman.json': { type: 'application/json; charset=utf-8', write: (document) => JSON.stringify(postmanCollection(document)) },
  '/llms.txt': { type: 'text/plain; charset=utf-8', write: llmsText },
};

export const referenceAddresses = Object.keys(forms);

/** The API's description in the form that is asked for, made once; undefined at any other address. */
export function referenceAnswer(path: string, asking: Asking): Response | undefined {
  const form = Object.hasOwn(forms, path) ? forms[path] : undefined;
  if (!form) return undefined;
  const made = processWide('reference-files', () => new Map<string, SentFile>());
  const file = made.get(path) ?? sentFile(Buffer.from(form.write(openApi(env().PUBLIC_URL))), form.type, lifetime);
  made.set(path, file);
  return fileAnswer(file, asking);
}
