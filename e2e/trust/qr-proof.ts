import { parseArgs } from 'node:util';
import { tellFailure } from '#lib/cli/failure.ts';
import { proveCodes, type Sighted } from '#lib/testing/qr-proof.ts';
import { newSeed } from './rounds.ts';
import { readWhole } from './story.ts';

const usage = `Usage: npm run qr:proof -- [options]

Draws random payment links in random styles as merchants get them and has two independent decoders (jsQR, ZXing) read
each: clean, and blurred, turned, small, on a dark surround, in low contrast. Ends with exit code 1 unless both read
every clean one.

  --count <n>   how many codes (2000)
  --seed <n>    draws the same codes again; without it a new one is taken and printed
  --help        shows this`;

const options = { count: { type: 'string', default: '2000' }, seed: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } } as const;

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

function table(results: readonly Sighted[], count: number): string {
  const width = Math.max(...results.map(({ sight }) => sight.length));
  const row = (name: string, ...cells: string[]) => `  ${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(9)).join('  ')}`;
  const either = ({ missed }: Sighted) => count - missed.length;
  return [
    row('seen', 'jsQR', 'ZXing', 'both'),
    ...results.map((one) => row(one.sight, share(one.jsqr, count), share(one.zxing, count), share(either(one), count))),
  ].join('\n');
}

async function prove(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(usage);
  const count = readWhole('count', values.count, { from: 1, to: 100_000 });
  const seed = values.seed === undefined ? newSeed() : readWhole('seed', values.seed, { from: 0, to: 2 ** 31 - 1 });
  console.error(`${count} codes; seed ${seed}`);
  const started = performance.now();
  const results = await proveCodes({ count, seed }, (done) => done % 100 === 0 && console.error(`  ${done}`));
  const missed = results[0]?.missed ?? [];
  console.log(`\n${table(results, count)}\n\n  ${count} codes, seed ${seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(missed.length === 0 ? '  passed' : `  FAILED: ${missed.length} clean codes were not read by both\n${missed.slice(0, 20).join('\n')}`);
  if (missed.length > 0) process.exitCode = 1;
}

await prove().catch(tellFailure);
// Said outright: one of the libraries at work ends the process with 0 by itself.
process.exit(process.exitCode);
