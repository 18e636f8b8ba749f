// `npm run sdk`: makes the scripts that shops load. What was released under a version stays what it was.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { root } from './steps.mjs';

const usage = `Usage: npm run sdk -- [--unreleased]

Bundles lib/sdk into lib/sdk/releases: v<version>.js, a script that makes the globals AltaPay and AltaPayFactory, and
v<version>.mjs, a module that exports them. Prints their sizes and the hashes for integrity="…". The version is in
lib/sdk/version.json; a file of it that is there already is never given another content.

  --unreleased   overwrites: this version is on no server yet
  --help         shows this`;

const forms = [
  { source: 'lib/sdk/global.ts', extension: 'js', format: 'iife' },
  { source: 'lib/sdk/module.ts', extension: 'mjs', format: 'esm' },
];

/** The scripts as the sources make them, by the path each is released at. The same sources make the same bytes. */
export async function bundleSdk() {
  const { build } = await import('esbuild');
  const { version } = JSON.parse(readFileSync(join(root, 'lib/sdk/version.json'), 'utf8'));
  const scripts = forms.map(async ({ source, extension, format }) => {
    const { outputFiles } = await build({
      absWorkingDir: root,
      entryPoints: [source],
      bundle: true,
      minify: true,
      format,
      platform: 'browser',
      target: 'es2020',
      define: { SDK_VERSION: JSON.stringify(version) },
      banner: { js: `/*! Payment Links SDK ${version}, MIT */` },
      write: false,
    });
    return { path: `lib/sdk/releases/v${version}.${extension}`, bytes: Buffer.from(outputFiles[0].contents) };
  });
  return Promise.all(scripts);
}

/** As a server would send it. */
export const gzipBytes = (bytes) => gzipSync(bytes, { level: 9 }).byteLength;

function write({ path, bytes }, isUnreleased) {
  const file = join(root, path);
  const isOther = existsSync(file) && !readFileSync(file).equals(bytes);
  if (isOther && !isUnreleased) {
    console.error(`${path} is released and would become another: raise the version in lib/sdk/version.json.`);
    return false;
  }
  mkdirSync(join(root, 'lib/sdk/releases'), { recursive: true });
  writeFileSync(file, bytes);
  const hash = createHash('sha384').update(bytes).digest('base64');
  console.log(`${path}  ${bytes.byteLength} bytes, ${gzipBytes(bytes)} gzipped\n  sha384-${hash}`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const unknown = given.find((argument) => argument !== '--unreleased');
  if (given.includes('--help') || given.includes('-h')) console.log(usage);
  else if (unknown) {
    console.error(`Unknown argument: ${unknown}. See --help.`);
    process.exitCode = 1;
  } else {
    const scripts = await bundleSdk();
    if (!scripts.map((script) => write(script, given.includes('--unreleased'))).every(Boolean)) process.exitCode = 1;
  }
}
