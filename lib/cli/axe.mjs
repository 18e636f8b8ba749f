// `npm run axe`: the whole matrix of states, schemes, directions and widths, checked by axe.
import { optionsOf, preparePages, runCommand, stepOverPages } from './pages.mjs';

const usage = `Usage: npm run axe -- [options]

Checks every state of the pages with axe, in light and dark, left-to-right and right-to-left, at 320 and 1280 px.
Builds if needed and starts a service of its own. Exit code 1 when axe finds anything.

  --help            shows this
  --state <name>    only this state; may be repeated. /pay/state of a service in test mode lists them

Settings: CHROMIUM=/path/to/chromium`;

await runCommand(usage, async (given) => {
  const { state } = optionsOf(given, ['state']);
  await preparePages();
  const { runAxeMatrix } = await import('../../e2e/pages/axe-matrix.ts');
  const { states, pages, violations } = await stepOverPages('Checking pages with axe', (report) => runAxeMatrix(state, report));
  for (const violation of violations) console.error(violation);
  console.log(`${states} states × light/dark × ltr/rtl × 320/1280 = ${pages} pages, ${violations.length} violations`);
  process.exitCode = violations.length > 0 ? 1 : 0;
});
