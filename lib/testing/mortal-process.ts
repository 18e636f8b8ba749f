import { AsyncLocalStorage } from 'node:async_hooks';
import { db, useDatabase } from '../db/client.ts';
import type { PrismaClient } from '../db/generated/client.ts';

/**
 * A process that can die inside a running one. Work that runs `inLife` counts its steps at the database, and from
 * the moment its life ends nothing of it goes on: no statement, no background work, no line after an `await` of one.
 * Transactions that were open are rolled back, as a database does for a client that is gone; calls that were already
 * sent arrive. What the process kept in memory is forgotten. Nothing in the product knows of it: the database client
 * it looks up in the registry of lib/process.ts is another one.
 */
export type Life = { isDead: boolean; ended: Promise<void>; steps: number };

type Mortal = Life & { cutAt: number; end: () => void; underWay: Set<Promise<unknown>> };
type Method = (...given: unknown[]) => unknown;
type Work = (tx: object) => Promise<unknown>;

const lives = new AsyncLocalStorage<Mortal>();
const forever = new Promise<never>(() => undefined);

let current = newLife();

function newLife(): Mortal {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { isDead: false, ended, steps: 0, cutAt: Number.POSITIVE_INFINITY, end, underWay: new Set() };
}

/** What a verb that was cut off answers: nobody will ever know. */
export const cut = Symbol('cut');

/** Runs work of the product in its present life; `cut` when that ends before the work does. */
export async function inLife<T>(work: () => Promise<T>): Promise<T | typeof cut> {
  const life = current;
  if (life.isDead) return cut;
  return Promise.race([lives.run(life, work), life.ended.then((): typeof cut => cut)]);
}

/** Runs work of somebody else (the gateway, a shop), whoever called. */
export const outsideLife = <T>(work: () => T): T => lives.exit(work);

/** From now on the process has so many steps to live. */
export function dieAfter(steps: number): void {
  current.cutAt = current.steps + steps;
}

/** Ends the present life if it has not ended, waits for its connections to be gone, and begins another. True when work was cut off. */
export async function restart(): Promise<boolean> {
  const life = current;
  const wasCut = life.isDead;
  kill(life);
  await Promise.allSettled(life.underWay);
  for (const [name, value] of registry()) {
    if ((value instanceof Map || value instanceof Set) && !name.startsWith('sandbox')) value.clear();
  }
  current = newLife();
  return wasCut;
}

function kill(life: Mortal): void {
  life.isDead = true;
  life.end();
}

/** Passes the living. Whoever takes the last step, or is dead already, stays here. */
function gate(life: Mortal): Promise<never> | undefined {
  if (!life.isDead) {
    life.steps += 1;
    if (life.steps >= life.cutAt) kill(life);
  }
  return life.isDead ? forever : undefined;
}

/** The registry of lib/process.ts. */
export function registry(): Map<string, unknown> {
  const holder = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for('payment-links.process');
  holder[key] ??= new Map<string, unknown>();
  return holder[key] as Map<string, unknown>;
}

/** Opens the database for the product, every statement of which is a step of its life; answers a client that never dies. */
export function useMortalDatabase(url: string): PrismaClient {
  useDatabase(url);
  const immortal = db();
  registry().set(`database-client:${url}`, mortal(immortal));
  return immortal;
}

function mortal(client: PrismaClient): PrismaClient {
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === '$transaction') return (work: Work, options: object) => runTransaction(value as Method, target, [work, options]);
      return gated(target, value, (life, call) => statement(life, call, true));
    },
  });
}

/** Functions of the client and of its models, each call of which `pass` lets through or keeps; the rest as it is. */
function gated(owner: object, value: unknown, pass: (life: Mortal, call: () => unknown) => unknown): unknown {
  if (typeof value === 'function') {
    return (...given: unknown[]) => {
      const life = lives.getStore();
      const call = () => (value as Method).apply(owner, given);
      return life ? pass(life, call) : call();
    };
  }
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, { get: (model, name) => gated(model, Reflect.get(model, name), pass) });
}

/** One statement of a life; outside a transaction death may also come between its commit and its answer. */
async function statement(life: Mortal, call: () => unknown, isCommit: boolean): Promise<unknown> {
  await gate(life);
  const answer = await tracked(life, Promise.resolve(call()));
  if (isCommit || life.isDead) await gate(life);
  return answer;
}

async function runTransaction(open: Method, client: object, [work, options]: [Work, object]): Promise<unknown> {
  const life = lives.getStore();
  if (!life) return open.call(client, work, options);
  await gate(life);
  const hangUp = life.ended.then(() => {
    throw new Error('The process died inside a transaction.');
  });
  hangUp.catch(() => undefined);
  const inside = (tx: object) => Promise.race([work(mortalTransaction(tx)), hangUp]);
  const answer = await tracked(life, Promise.resolve(open.call(client, inside, options)));
  await gate(life);
  return answer;
}

const mortalTransaction = (tx: object): object =>
  new Proxy(tx, { get: (target, name) => gated(target, Reflect.get(target, name), (life, call) => statement(life, call, false)) });

/** What a dead process was told by the database is told to nobody. */
async function tracked<T>(life: Mortal, answer: Promise<T>): Promise<T> {
  life.underWay.add(answer);
  try {
    return await answer;
  } catch (error) {
    if (life.isDead) return forever;
    throw error;
  } finally {
    life.underWay.delete(answer);
  }
}
