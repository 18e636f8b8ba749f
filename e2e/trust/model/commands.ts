import fc from 'fast-check';
import { dieAfter, restart } from '#lib/testing/mortal-process.ts';
import type { Act } from './act.ts';
import { actAtBank, decide, doings, type Manner, meanwhiles, type Payer, payLate, payThrough, payTogether, succeedLate, takeBack } from './bank-acts.ts';
import { addTime, openPage, press, startOverRest, ways } from './customer-acts.ts';
import { count, type Model } from './facts.ts';
import { breakCalls, forge, forgeries, lie, lies, sendCallbackAgain } from './gateway-acts.ts';
import { checkAlways } from './invariants.ts';
import { cancelLink, cancelSession, changeOrder, createLink, createSession, lookAgain, pry, sendAgain } from './merchant-acts.ts';
import { operate, operateTogether, operationKinds, type Share } from './operation-acts.ts';
import { expire, type Jump, jumps, letWork, pass } from './time-acts.ts';
import { settleDown, type World } from './world.ts';

type Command = fc.AsyncCommand<Model, World>;

const which = fc.nat({ max: 5 });
const shop = fc.constantFrom<(0 | 1)[]>(0, 0, 0, 1);
/** 100.00 to 199.90: far from every amount that triggers something at the gateway. */
const minor = fc.integer({ min: 1000, max: 1999 }).map((ten) => ten * 10);
const way = fc.constantFrom(...ways);
const mostly = fc.constantFrom(true, true, true, false);
const rarely = fc.constantFrom(false, false, false, true);

const lostCallback = fc.constantFrom(
  [{ method: 'result', kind: 'refused' }] as const,
  [{ method: 'result', kind: 'lost' }] as const,
  [{ method: 'payments', kind: 'refused' }] as const,
  [{ method: 'payments', kind: 'garbled' }] as const,
  [{ method: 'question', kind: 'lost' }] as const,
);
const manner: fc.Arbitrary<Manner> = fc.record({
  doing: fc.constantFrom('approve', 'approve', 'approve', ...doings),
  asksFirst: mostly,
  vanishes: rarely,
  faults: fc.oneof(fc.constant([]), fc.constant([]), lostCallback),
});
const payer: fc.Arbitrary<Payer> = fc.record({ which: fc.nat({ max: 2 }), way, overRest: fc.boolean() });
const newSession = fc.record({ shop, minor, autoCapture: rarely, callbacks: fc.constantFrom(0, 0, 1, 2, 3), json: rarely });
const operationKind = fc.constantFrom(...operationKinds, 'capture', 'refund');
/** Mostly none; a lost answer comes after the effect. */
const callFault = fc.constantFrom(undefined, undefined, undefined, 'lost' as const, 'refused' as const);
const share = fc.constantFrom<Share[]>('all', 30, 50, 80);
const fault = fc.record({
  method: fc.constantFrom(
    'payments',
    'payments',
    'createPaymentRequest',
    'captureReservation',
    'releaseReservation',
    'refundCapturedReservation',
    'refundCapturedReservation',
    'notification',
    'shop',
    'shop',
  ),
  kind: fc.constantFrom('refused', 'lost', 'garbled'),
});

/** Everything that is done, by whom it is done; an act as often as it is listed. */
const acts: { arbitrary: fc.Arbitrary<Act>; weight: number }[] = [
  { weight: 3, arbitrary: newSession.map(createSession) },
  { weight: 3, arbitrary: which.map(createLink) },
  { weight: 1, arbitrary: which.map(openPage) },
  { weight: 1, arbitrary: which.map(addTime) },
  { weight: 4, arbitrary: fc.tuple(which, way, rarely).map((given) => press(...given)) },
  { weight: 1, arbitrary: fc.tuple(which, way).map(([one, by]) => press(one, by, true)) },
  { weight: 1, arbitrary: fc.tuple(which, way).map((given) => startOverRest(...given)) },
  { weight: 8, arbitrary: fc.tuple(which, manner).map((given) => actAtBank(...given)) },
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.tuple(payer, manner).map(([who, how]) => ({ ...who, manner: how })),
        { minLength: 2, maxLength: 3 },
      )
      .map(payTogether),
  },
  { weight: 6, arbitrary: fc.tuple(payer, manner, fc.constantFrom(...meanwhiles)).map((given) => payLate(...given)) },
  { weight: 20, arbitrary: fc.tuple(payer, manner).map((given) => payThrough(...given)) },
  { weight: 3, arbitrary: fc.tuple(which, fc.constantFrom('approve', 'decline')).map((given) => decide(...given)) },
  { weight: 5, arbitrary: which.map(succeedLate) },
  { weight: 1, arbitrary: which.map(takeBack) },
  { weight: 1, arbitrary: which.map((one) => sendCallbackAgain(one, true)) },
  { weight: 2, arbitrary: fc.nat({ max: 20 }).map((one) => sendCallbackAgain(one, false)) },
  { weight: 1, arbitrary: fc.tuple(which, fc.constantFrom(...lies)).map((given) => lie(...given)) },
  { weight: 1, arbitrary: fc.tuple(which, fc.constantFrom(...forgeries)).map((given) => forge(...given)) },
  { weight: 4, arbitrary: fc.tuple(fault, fc.integer({ min: 1, max: 3 })).map((given) => breakCalls(...given)) },
  { weight: 1, arbitrary: which.map((one) => sendAgain(one)) },
  { weight: 1, arbitrary: which.map(pry) },
  { weight: 8, arbitrary: fc.tuple(fc.nat({ max: 2 }), operationKind, share, callFault).map((given) => operate(...given)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat({ max: 1 }), fc.array(fc.record({ kind: operationKind, share }), { minLength: 2, maxLength: 3 }))
      .map((given) => operateTogether(...given)),
  },
  { weight: 1, arbitrary: fc.tuple(which, minor).map((given) => changeOrder(...given)) },
  { weight: 1, arbitrary: which.map(cancelLink) },
  { weight: 1, arbitrary: which.map(cancelSession) },
  { weight: 2, arbitrary: fc.constant(letWork) },
  { weight: 6, arbitrary: fc.constantFrom(...(Object.keys(jumps) as Jump[])).map(pass) },
  { weight: 1, arbitrary: fc.constant(expire) },
];

const anyAct = fc.oneof(...acts);
const atOnce = fc.array(anyAct, { minLength: 2, maxLength: 3 });
/** Most verbs take less than forty steps: the first ones more often than the last. */
const steps = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 }));

/** Programs of at most `most` commands: one act, some acts at once, or a process that dies in the middle of them. */
export const programs = (most: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> =>
  fc.commands(
    [
      ...acts.flatMap(({ arbitrary, weight }) => Array.from({ length: weight }, () => arbitrary.map(doing))),
      ...Array.from({ length: 12 }, () => atOnce.map(doingAtOnce)),
      ...Array.from({ length: 9 }, () => fc.tuple(anyAct, steps).map(([act, left]) => dyingIn([act], left))),
      ...Array.from({ length: 4 }, () => fc.tuple(atOnce, steps).map(([some, left]) => dyingIn(some, left))),
    ],
    { maxCommands: most, size: 'max', ...(replayPath && { replayPath }) },
  );

const doing = (act: Act): Command => command(act.words, [act], (model, world) => act.run(model, world));

const doingAtOnce = (some: Act[]): Command =>
  command(`at once: ${some.map(({ words }) => words).join(' | ')}`, some, async (model, world) => {
    count(model, 'acts at once');
    await allOf(some, model, world);
  });

const dyingIn = (some: Act[], steps: number): Command =>
  command(`killed ${steps} steps into: ${some.map(({ words }) => words).join(' | ')}`, some, async (model, world) => {
    count(model, 'a crash');
    dieAfter(steps);
    await allOf(some, model, world);
    if (await restart()) count(model, '→ killed in the middle');
    await world.idle();
  });

/** Runs acts side by side, each to its end, and tells the first failure. */
async function allOf(some: Act[], model: Model, world: World): Promise<void> {
  const results = await Promise.allSettled(some.filter((act) => act.can(model)).map((act) => act.run(model, world)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function command(words: string, some: Act[], run: (model: Model, world: World) => Promise<unknown>): Command {
  return {
    check: (model) => some.some((act) => act.can(model)),
    run: async (model, world) => {
      count(model, 'commands');
      for (const { kind } of some.filter((act) => act.can(model))) count(model, kind);
      await run(model, world);
      await settleDown(world);
      await lookAgain(model, world);
      await checkAlways(model, world);
    },
    toString: () => words,
  };
}
