// `npm run screens`: pictures of every state, to look at.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { optionsOf, preparePages, runCommand, stepOverPages } from './pages.mjs';

const usage = `Usage: npm run screens -- [options]

Photographs every state of the pages on phone (390 × 844, doubled) and desktop (1280 × 800), light and dark, in English and
Arabic, and writes index.html to see them all on. Builds if needed and starts a service of its own.

  --help            shows this
  --out <folder>    where to write, screens/ unless given
  --state <name>    only this state; may be repeated. /pay/state of a service in test mode lists them

Settings: CHROMIUM=/path/to/chromium`;

await runCommand(usage, async (given) => {
  const { out, state } = optionsOf(given, ['out', 'state']);
  const folder = resolve(out.at(-1) ?? 'screens');
  await preparePages();
  const { takeScreens } = await import('../../e2e/pages/screens.ts');
  const { pictures, sheet } = await stepOverPages('Taking pictures', (report) => takeScreens(folder, state, report));
  console.log(`${pictures} pictures. Look at them: ${pathToFileURL(sheet)}`);
});
