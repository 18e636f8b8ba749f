// `npm run trust -- model`: random programs against the whole product in one process.
import { EnvironmentError } from '#lib/env.ts';
import { programs } from './model/commands.ts';
import { type Played, playPrograms } from './model/play.ts';
import { report } from './model/report.ts';
import { type DatabaseKind, openStage } from './model/world.ts';
import { tellStory } from './story.ts';

const databases: Record<string, readonly DatabaseKind[]> = { embedded: ['embedded'], postgres: ['postgres'], both: ['embedded', 'postgres'] };

type Wanted = { programs: number; commands: number; seed: number; path?: string | undefined; replay?: string | undefined; first: boolean };

async function playOn(kind: DatabaseKind, wanted: Wanted): Promise<Played> {
  const stage = await openStage(kind);
  const played = await playPrograms(stage, programs(wanted.commands, wanted.replay), wanted);
  report(played, { ...wanted, kind });
  await stage.end();
  return played;
}

await tellStory({
  run: 'model',
  tells: `Plays random programs of what merchants, customers, banks, the network and the clock do, several at once and with a
process that dies anywhere in between, against the whole product on a throw-away database; after every command, and
once more when nothing is due any more, checks what must be true of our books, the gateway's, and what shops heard. A
counterexample is made shorter and printed with the options that play it again; races may need several goes.`,
  sizes: {
    programs: { what: 'how many, on each database', full: 200, quick: 10, from: 1, to: 100_000 },
    commands: { what: 'the most commands of one program', full: 25, quick: 25, from: 1, to: 1_000 },
  },
  switches: { first: 'ends with the first counterexample instead of making it shorter' },
  texts: {
    database: 'embedded, postgres or both (both)',
    path: 'begins at one program of the run with this seed, as a counterexample says',
    replay: 'the same',
  },
  play: async (given) => {
    const kinds = databases[given.text('database') ?? 'both'];
    if (!kinds) throw new EnvironmentError('--database must be embedded, postgres or both');
    const { programs: count, commands, seed } = given;
    const wanted = { programs: count, commands, seed, path: given.text('path'), replay: given.text('replay'), first: given.is('first') };
    const played: Played[] = [];
    for (const kind of kinds) played.push(await playOn(kind, wanted));
    const sum = (count: (one: Played) => number): number => played.reduce((total, one) => total + count(one), 0);
    return {
      figure: `${sum((one) => one.programs)} programs, ${sum((one) => one.commands)} commands, ${played.filter((one) => one.counterexample).length} counterexamples`,
      wrongs: played.flatMap(({ counterexample }) => (counterexample ? [counterexample.error] : [])),
    };
  },
});
