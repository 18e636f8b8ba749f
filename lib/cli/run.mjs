// Runs a server or a command by its name: servers from the build, commands from their source where the
// development packages are.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { takeNoArguments } from './arguments.mjs';
import { bundlePageScripts, root } from './steps.mjs';

const usages = {
  start: `Usage: MODE=test|live npm start

Serves what \`npm run build\` made: payment pages, REST interface, background work. Settings: see README and .env.example.`,
  worker: `Usage: MODE=test|live npm run worker

Does the background work alone (callbacks, reconciliation, upkeep), beside servers on the same PostgreSQL.`,
  dev: `Usage: npm run dev

Serves the sources in test mode and follows their changes (but those of components/browser, which are read at its start).`,
};

const [name] = process.argv.splice(2, 1);
const load = (path) => import(pathToFileURL(join(root, path)).href);

if (name in usages) {
  takeNoArguments(usages[name]);
  if (name === 'dev') {
    await bundlePageScripts();
    process.argv.push('--dev');
    await load('lib/server/main.ts');
  } else await loadBuilt(name === 'start' ? 'main' : name);
} else {
  setCommandDefaults();
  if (hasDevelopmentPackages()) {
    const { register } = await import('tsx/esm/api');
    register();
    await load(`lib/cli/${name}.ts`);
  } else await loadBuilt(name);
}

async function loadBuilt(file) {
  if (existsSync(join(root, '.build', `${file}.js`))) return load(`.build/${file}.js`);
  console.error('There is no build here. Run: npm run build');
  process.exit(1);
}

function setCommandDefaults() {
  // The embedded database exists in test mode only, so who works on it can mean nothing else.
  if (!process.env.DATABASE_URL) process.env.MODE ||= 'test';
  // A command speaks to a person; what it has to say it prints.
  process.env.LOG_LEVEL ||= 'silent';
}

function hasDevelopmentPackages() {
  try {
    return Boolean(createRequire(import.meta.url).resolve('tsx/esm/api'));
  } catch {
    return false;
  }
}
