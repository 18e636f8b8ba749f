// `npm run trust`: makes what the runs of e2e/trust stand on, and hands over to them.
import { spawn } from 'node:child_process';
import { findBrowser } from './browser.mjs';
import { build, generate, install, root, StepError } from './steps.mjs';

const given = process.argv.slice(2);

try {
  await install();
  await generate();
  const env = { ...process.env };
  if (!given.includes('--help') && !given.includes('-h')) {
    await build();
    // Only one run looks at pages.
    if (!given.some((part) => /^[a-z]/.test(part)) || given.includes('scripts') || given.includes('--mutants')) env.CHROMIUM = await findBrowser();
  }
  const child = spawn(process.execPath, ['--no-deprecation', '--import', 'tsx', 'e2e/trust/main.ts', ...given], { cwd: root, env, stdio: 'inherit' });
  process.exitCode = await new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exitCode = 1;
}
