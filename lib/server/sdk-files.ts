import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnanswered } from '../merchants/browser-origins.ts';
import { type Asking as AskingFile, fileAnswer, type SentFile, sentFile, toAll } from './sent-file.ts';

export type SdkFiles = ReadonlyMap<string, SentFile>;

const types: Readonly<Record<string, string>> = { js: 'text/javascript', mjs: 'text/javascript', ts: 'text/plain' };

/** An hour: a page takes a mended SDK soon, and a phone loads it once a visit. */
const floating = 'public, max-age=3600';
const immutable = 'public, max-age=31536000, immutable';

/**
 * Every released file of the JS SDK by its name under /sdk/: "v1.0.0.js", which never changes, and "v1.js", the newest
 * of its major version. The types are the newest version's.
 */
export function sdkFiles(directory: string): SdkFiles {
  const folder = join(directory, 'lib', 'sdk');
  const files = new Map<string, SentFile>();
  let newestMajor = '';
  for (const name of readdirSync(join(folder, 'releases')).sort(byVersion)) {
    const [, major] = /^v(\d+)\.\d+\.\d+\.m?js$/.exec(name) ?? [];
    if (major === undefined) continue;
    const body = readFileSync(join(folder, 'releases', name));
    files.set(name, fileOf(name, body, true));
    const newest = `v${major}${name.slice(name.lastIndexOf('.'))}`;
    files.set(newest, fileOf(newest, body, false));
    newestMajor = major;
  }
  // The types are of the newest version; those of an older major are in its own release.
  files.set(`v${newestMajor}.d.ts`, fileOf('.d.ts', readFileSync(join(folder, 'altapay.d.ts')), false));
  return files;
}

const byVersion = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

function fileOf(name: string, body: Buffer, isImmutable: boolean): SentFile {
  return sentFile(body, `${types[name.slice(name.lastIndexOf('.') + 1)]}; charset=utf-8`, isImmutable ? immutable : floating);
}

type Asking = AskingFile & { origin: string | undefined };

/** What is answered under /sdk/, to pages of every origin; undefined when there is no such file. */
export function sdkAnswer(files: SdkFiles, path: string, asking: Asking): Promise<Response> | Response | undefined {
  if (path === '/sdk/origin') return originAnswer(asking.origin);
  const file = files.get(path.slice('/sdk/'.length));
  return file && path.startsWith('/sdk/') ? fileAnswer(file, asking) : undefined;
}

/** Tells a page why its calls are not answered, which a browser keeps to itself. */
async function originAnswer(origin: string | undefined): Promise<Response> {
  return Response.json({ code: await whyUnanswered(origin) }, { headers: { ...toAll, vary: 'origin', 'cache-control': 'no-store' } });
}
