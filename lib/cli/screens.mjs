// `npm run screens`: pictures of every state, to look at.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { optionsOf, preparePages, runCommand, stepOverPages } from './pages.mjs';

const usage = `Usage: npm run screens -- [options]

Photographs every state of the pages on phone (390 × 844, doubled) and desktop (1280 × 800), light and dark, in English and
Arabic, and writes index.html to see them all on. Builds if needed and starts a service of its own.

  --help              shows this
  --out <folder>      where to write, screens/ unless given
  --state <name>      only this state; /pay/state of a service in test mode lists them
  --language <code>   in this language, or in all
  --device <name>     narrow (320 pixels), phone, desktop, or all
  --scheme <name>     light, dark, or all

All but --out may be repeated.

Settings: CHROMIUM=/path/to/chromium`;

await runCommand(usage, async (given) => {
  const { out, state, language, device, scheme } = optionsOf(given, ['out', 'state', 'language', 'device', 'scheme']);
  const wanted = { states: state, languages: language, devices: device, schemes: scheme };
  const folder = resolve(out.at(-1) ?? 'screens');
  await preparePages();
  const { takeScreens } = await import('../../e2e/pages/screens.ts');
  const { pictures, sheet } = await stepOverPages('Taking pictures', (report) => takeScreens(folder, wanted, report));
  console.log(`${pictures} pictures. Look at them: ${pathToFileURL(sheet)}`);
});
