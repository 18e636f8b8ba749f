/** What a run of `npm run trust` stands on. */
type Needs = 'sources' | 'build' | 'browser';

/** `file`: under e2e/trust. `tries`: in a line. `hunts`: its sizes against broken copies, where the quick ones would not find them out. */
export type Run = { name: string; file: string; tries: string; needs: Needs; hunts?: readonly string[] };

/** Every run, in the order of the table. Each has a mutant in mutants/ that it must find out (trust.test.ts). */
export const runs = [
  {
    name: 'double-pay',
    file: 'double-pay.ts',
    tries: 'many customers pay one order in the same moment, with and without being asked first; and a crowd presses Pay at once',
    needs: 'build',
  },
  { name: 'refund-race', file: 'refund-race.ts', tries: 'many refunds, and captures, of one payment in the same moment', needs: 'build' },
  {
    name: 'crash',
    file: 'crash.ts',
    tries: 'the process is killed at every named step of paying, capturing, refunding and delivering; then the same is asked again',
    needs: 'build',
  },
  { name: 'kill-storm', file: 'kill-storm.ts', tries: 'the database and the server are killed over and over under load', needs: 'build' },
  { name: 'lost-answers', file: 'lost-answers.ts', tries: 'every call whose answer was lost is repeated with its key', needs: 'build' },
  {
    name: 'callbacks',
    file: 'callbacks.ts',
    tries: 'events are told by workers that are killed to endpoints that fail or are dead',
    needs: 'sources',
    hunts: ['--events', '400', '--endpoints', '12', '--dead', '4', '--kills', '6', '--minutes', '3'],
  },
  {
    name: 'model',
    file: 'model.ts',
    tries: 'random programs of everything that can happen, in one process that may die anywhere',
    needs: 'sources',
    hunts: ['--programs', '60', '--database', 'postgres', '--first'],
  },
  { name: 'forgery', file: 'forgery.ts', tries: 'callbacks, tokens, links and receipts that are forged, replayed, cut or somebody else’s', needs: 'build' },
  { name: 'other-merchants', file: 'other-merchants.ts', tries: 'every call with another merchant’s ids, and every page with another’s link', needs: 'build' },
  { name: 'addresses', file: 'addresses.ts', tries: 'every address at which the service must not call, at every door and at every send', needs: 'build' },
  { name: 'scripts', file: 'scripts.ts', tries: 'redirects to strangers, and scripts in every field, looked at in a browser', needs: 'browser' },
  { name: 'fuzz', file: 'fuzz.ts', tries: 'requests made from the description, naughty strings and bare bytes, at every address', needs: 'build' },
  { name: 'headers', file: 'headers.ts', tries: 'the headers of every address with every method and status', needs: 'build' },
  { name: 'leaks', file: 'leaks.ts', tries: 'marked tokens, cards and secrets are looked for in logs, tables, mails, callbacks and answers', needs: 'build' },
] as const satisfies readonly Run[];

export type RunName = (typeof runs)[number]['name'];

/** A run of this name. */
export const runNamed = (name: string): Run | undefined => runs.find((run) => run.name === name);
