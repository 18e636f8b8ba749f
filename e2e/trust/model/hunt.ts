import type { Hunt } from '../mutants/hunt.ts';

type Found = { counterexample: { error: string } | undefined; programs: number };

/** Programs on PostgreSQL until the first counterexample. */
export function huntByPrograms({ programs, commands, seed }: { programs: number; commands: number; seed: number }): Hunt {
  return {
    run: 'model',
    file: 'e2e/trust/model.ts',
    given: ['--programs', String(programs), '--commands', String(commands), '--seed', String(seed), '--database', 'postgres', '--first', '--json'],
    tells: `at most ${programs} programs each of at most ${commands} commands on PostgreSQL, seed ${seed}`,
    read: ({ output }) => {
      const line = output.split('\n').find((each) => each.startsWith('{'));
      if (line === undefined) return undefined;
      const found = JSON.parse(line) as Found;
      const why = found.counterexample?.error.split('\n')[0] ?? '';
      return { isFound: found.counterexample !== undefined, after: `after ${found.programs} programs`, why };
    },
  };
}
