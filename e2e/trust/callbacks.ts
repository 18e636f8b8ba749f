// Events, the deaths of those who tell of them, and receivers of every kind. Run by `npm run trust -- callbacks`.
import { runCallbacks } from './callbacks/run.ts';
import { tellStory } from './story.ts';

Object.assign(process.env, { MODE: 'test', SECRET_KEY: 'x'.repeat(40), CALLBACK_TARGETS: '127.0.0.1:*', DATABASE_POOL: '20', LOG_LEVEL: 'silent' });

await tellStory({
  run: 'callbacks',
  tells: `Writes events of many sessions from eight writers at once through the product's own transactions, some rolled back, some
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
the one before it in its session is taken, and no pause that the endpoint asked for is on.`,
  sizes: {
    events: { what: 'events', full: 5_000, quick: 60, from: 20, to: 1_000_000 },
    endpoints: { what: 'endpoints, all of one merchant', full: 20, quick: 4, from: 1, to: 50 },
    dead: { what: 'how many of them are dead', full: 2, quick: 1, from: 0, to: 49 },
    fail: { what: 'of a hundred tries, how many the living do not take', full: 30, quick: 30, from: 0, to: 90 },
    kills: { what: 'workers that are killed', full: 10, quick: 2, from: 0, to: 1_000 },
    workers: { what: 'worker processes side by side', full: 3, quick: 3, from: 2, to: 20 },
    speed: { what: 'seconds that pass in one, leaps apart', full: 5, quick: 10, from: 1, to: 100 },
    minutes: { what: 'gives up after so long', full: 40, quick: 4, from: 1, to: 600 },
  },
  play: async (given) => {
    const { rows, wrongs } = await runCallbacks(given);
    const row = (name: string) => rows.find(([title]) => title.trim() === name)?.[1] ?? 0;
    const figure = `${row('events committed')} events, ${row('tries heard')} tries heard, ${row('workers killed in mid-send')} workers killed, p99 of the lag beside the dead ${row('ratio of the p99')}`;
    return { figure, rows, wrongs };
  },
});
