// Events, the deaths of those who tell of them, and receivers of every kind. Run by `npm run trust -- callbacks`.
import { parseArgs } from 'node:util';
import { tellFailure } from '#lib/cli/failure.ts';
import { EnvironmentError } from '#lib/env.ts';
import { huntByCallbacks } from './callbacks/hunt.ts';
import { runCallbacks } from './callbacks/run.ts';
import type { Given } from './callbacks/scene.ts';
import { readWhole, tellVerdict } from './command.ts';
import { huntMutants } from './mutants/hunt.ts';
import { newSeed } from './rounds.ts';

const usage = `Usage: npm run trust -- callbacks [options]

Writes events of many sessions from eight writers at once through the product's own transactions, some rolled back, some
committed late, while several of the product's own worker processes tell them to the endpoints of one merchant, on a
real PostgreSQL. The clock runs fast, and leaps where nothing is due. Workers are killed (SIGKILL) in the middle of a
send and replaced. The living endpoints do not take a share of the tries: 500, no answer in time, a reset, a redirect, a
head that drips a byte at a time, now and then 429 with Retry-After; none fails the same delivery more than four times.
The dead ones refuse, or never answer; they are on for each second quarter of the events, and ask for everything from
the beginning each time. When time has switched them off they come back and are replayed.

It passes when every committed event is taken by every endpoint that wants it and nothing that was rolled back is told;
when of a session no event is tried before the one before it was taken; when what is sent again has the same id and
body, and verifies with the "standardwebhooks" package; when sequences and positions have no gap and a reader of
GET …/events?after= sees each event once, in order; when the dead are switched off after an alarm, all they were owed is
listed, and the replay brings it; when no worker logs an error; and when the p99 of the living endpoints' lag is at most
doubled by the dead. The lag is that of first tries, in real time, from when each may be made: the event is committed,
the one before it in its session is taken, and no pause that the endpoint asked for is on.

  --events <n>      events (5000)
  --endpoints <n>   endpoints, all of one merchant (20)
  --dead <n>        how many of them are dead (2)
  --fail <share>    the share of tries that the living do not take (0.3)
  --kills <n>       workers that are killed (10)
  --workers <n>     worker processes side by side (3)
  --speed <n>       seconds that pass in one, leaps apart (5)
  --seed <n>        draws the same again
  --minutes <n>     gives up after so long (40)
  --mutants         runs on deliberately broken copies of the product, smaller, until each is found out; exit code 1 when
                    one is not. Names after it choose: --mutants shared-queue
  --help            shows this`;

const options = {
  events: { type: 'string' },
  endpoints: { type: 'string' },
  dead: { type: 'string', default: '2' },
  fail: { type: 'string', default: '0.3' },
  kills: { type: 'string', default: '10' },
  workers: { type: 'string', default: '3' },
  speed: { type: 'string', default: '5' },
  seed: { type: 'string' },
  minutes: { type: 'string', default: '40' },
  mutants: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function readShare(text: string): number {
  const share = /^(0|0?\.\d{1,4})$/.test(text) ? Number(text) : Number.NaN;
  if (share >= 0 && share <= 0.9) return share;
  throw new EnvironmentError(`--fail ${text}: must be a share from 0 to 0.9`);
}

function readArguments(): { given: Given; isHunt: boolean; isHelp: boolean; names: string[] } {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length > 0 && !values.mutants) throw new EnvironmentError(`Unknown argument: ${positionals[0]}. See --help.`);
  const endpoints = readWhole('--endpoints', values.endpoints ?? '20', { from: 1, to: 50 });
  const given = {
    events: readWhole('--events', values.events ?? '5000', { from: 20, to: 1_000_000 }),
    endpoints,
    deadEndpoints: readWhole('--dead', values.dead, { from: 0, to: endpoints - 1 }),
    failShare: readShare(values.fail),
    kills: readWhole('--kills', values.kills, { from: 0, to: 1_000 }),
    workers: readWhole('--workers', values.workers, { from: 2, to: 20 }),
    speed: readWhole('--speed', values.speed, { from: 1, to: 100 }),
    seed: values.seed === undefined ? newSeed() : readWhole('--seed', values.seed, { from: 0, to: 2 ** 31 - 1 }),
    withinMs: 60_000 * readWhole('--minutes', values.minutes, { from: 1, to: 600 }),
  };
  return { given, isHunt: values.mutants, isHelp: values.help, names: positionals };
}

async function run(): Promise<boolean> {
  Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', DATABASE_POOL: '20', LOG_LEVEL: 'silent' });
  const { given, isHunt, isHelp, names } = readArguments();
  if (isHelp) console.log(usage);
  if (isHelp) return true;
  if (isHunt) return huntMutants(huntByCallbacks(given.seed), names);
  const { events, endpoints, deadEndpoints, failShare, kills, workers, speed, seed } = given;
  const title = `callbacks: ${events} events to ${endpoints} endpoints, ${deadEndpoints} of them dead, ${failShare * 100} % of tries not taken; ${workers} workers, ${kills} killed; ${speed} s in one`;
  console.error(`${title}; seed ${seed}`);
  return tellVerdict({ title, seed }, await runCallbacks(given));
}

// Said outright: a database that was started here has exit hooks of its own, which forget an exit code.
try {
  process.exit((await run()) ? 0 : 1);
} catch (error) {
  tellFailure(error);
  process.exit(1);
}
