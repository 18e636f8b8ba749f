// Runs a command of lib/cli: from its source where the development packages are, else from the build.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './steps.mjs';

const [name] = process.argv.splice(2, 1);

function hasDevelopmentPackages() {
  try {
    return Boolean(createRequire(import.meta.url).resolve('tsx/esm/api'));
  } catch {
    return false;
  }
}

const built = join(root, '.build', `${name}.js`);
if (hasDevelopmentPackages()) {
  const { register } = await import('tsx/esm/api');
  register();
  await import(pathToFileURL(join(root, 'lib/cli', `${name}.ts`)).href);
} else if (existsSync(built)) {
  await import(pathToFileURL(built).href);
} else {
  console.error('There is no build here. Run: npm run build');
  process.exit(1);
}
