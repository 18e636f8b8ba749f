import type { Hunt } from '../mutants/hunt.ts';

/** Enough for the lag to be judged, and for a killed worker to take something with it. */
const size = ['--events', '400', '--endpoints', '12', '--dead', '4', '--kills', '6', '--minutes', '6'];

/** A smaller run; what it finds wrong gives the broken copy away. */
export const huntByCallbacks = (seed: number): Hunt => ({
  run: 'callbacks',
  file: 'e2e/trust/callbacks.ts',
  given: [...size, '--seed', String(seed)],
  tells: `each run with ${size.join(' ')} --seed ${seed}`,
  read: ({ code, output }) => {
    const [, count, why] = /FAILED, (\d+) wrong\n\s*(.*)/.exec(output) ?? [];
    if (count === undefined && code !== 0) return undefined;
    return { isFound: code !== 0, after: `${count} wrong`, why: why ?? '' };
  },
});
