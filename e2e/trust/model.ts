// `npm run trust -- model`: random programs against the whole product in one process.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { programs } from './model/commands.ts';
import { huntByPrograms } from './model/hunt.ts';
import { playPrograms } from './model/play.ts';
import { report } from './model/report.ts';
import { type DatabaseKind, openStage } from './model/world.ts';
import { huntMutants } from './mutants/hunt.ts';

const usage = `Usage: npm run trust -- model [options]

Plays random programs of what merchants, customers, banks, the network and the clock do, several at once and with a
process that dies anywhere in between, against the whole product on a throw-away database; after every command, and
once more when nothing is due any more, checks what must be true of our books, the gateway's, and what shops heard.

  --programs 200     how many
  --commands 25      the most commands of one program
  --database both    embedded, postgres or both
  --seed N           plays those of an earlier run again (default: a fresh one, which is printed)
  --path P --replay R   begins at one program of that run, as a counterexample says; races may need several goes
  --first            ends with the first counterexample instead of making it shorter
  --json             prints one line a database instead of a report
  --mutants          plays against deliberately broken copies of the product (e2e/trust/mutants) until the first
                     counterexample, on PostgreSQL; exit code 1 when one is not found out. --programs is 60 then.
                     Names after it choose: --mutants two-settle over-refund`;

const options = {
  programs: { type: 'string' },
  commands: { type: 'string', default: '25' },
  database: { type: 'string', default: 'both' },
  seed: { type: 'string' },
  path: { type: 'string' },
  replay: { type: 'string' },
  first: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  mutants: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const databases: Record<string, readonly DatabaseKind[]> = { embedded: ['embedded'], postgres: ['postgres'], both: ['embedded', 'postgres'] };

function fail(message: string): never {
  console.error(`${message} See --help.`);
  process.exit(1);
}

function readArguments() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length > 0 && !values.mutants) fail(`Unknown argument: ${positionals[0]}.`);
  const number = (name: 'programs' | 'commands' | 'seed', text: string): number =>
    /^\d{1,10}$/.test(text) && Number(text) <= 2 ** 31 ? Number(text) : fail(`--${name} must be a whole number.`);
  return {
    ...values,
    names: positionals,
    programs: number('programs', values.programs ?? (values.mutants ? '60' : '200')),
    commands: number('commands', values.commands),
    seed: values.seed === undefined ? randomInt(2 ** 31) : number('seed', values.seed),
    kinds: databases[values.database] ?? fail('--database must be embedded, postgres or both.'),
  };
}

const given = readArguments();
if (given.help) console.log(usage);
else if (given.mutants) process.exit((await huntMutants(huntByPrograms(given), given.names)) ? 0 : 1);
else {
  let isFound = false;
  for (const kind of given.kinds) {
    console.log(`${kind}: ${given.programs} programs of at most ${given.commands} commands, seed ${given.seed}`);
    const stage = await openStage(kind);
    const played = await playPrograms(stage, programs(given.commands, given.replay), given);
    if (given.json) console.log(JSON.stringify({ ...played, counts: undefined }));
    else report(played, { ...given, kind });
    await stage.end();
    isFound ||= played.counterexample !== undefined;
  }
  // Said outright: a database that was started here has exit hooks of its own, which forget an exit code.
  process.exit(isFound ? 1 : 0);
}
