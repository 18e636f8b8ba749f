import { type EventType, eventTypes } from '#lib/events/contract.ts';
import { openEventTrial } from '#lib/testing/event-trial.ts';
import { newMirror, writeEvents } from '#lib/testing/event-writers.ts';
import { chanceOf } from '../rounds.ts';
import { endDead, reviveDead } from './dead.ts';
import { startFastClock } from './fast-clock.ts';
import { startReader } from './reader.ts';
import { openReceiver, type Receiver } from './receivers.ts';
import { type CallbackReport, reportOn } from './report.ts';
import { type Chapter, type Endpoint, type Given, idsOf, type Scene } from './scene.ts';
import { drain, holdWriters } from './waiting.ts';
import { type Crew, startCrew } from './worker-crew.ts';

const writers = 8;
const readyPerEndpoint = 20;
/** Rounds of chance: each receiver, each writer and the kills draw their own. */
const chances = { receiver: 0, writer: 1_000, kills: 2_000 };

/** Each fourth endpoint wants some types only. */
const typesOf = (index: number): readonly EventType[] => (index % 4 === 3 ? eventTypes.filter((_, at) => at % 2 === 0) : []);

/** Plays all of it on a PostgreSQL and with workers of its own, and judges it. */
export async function runCallbacks(given: Given): Promise<CallbackReport> {
  const startedAt = performance.now();
  const trial = await openEventTrial();
  let crew: Crew | undefined;
  const clock = startFastClock(given.speed, (pace) => crew?.setPace(pace));
  const receivers: Receiver[] = [];
  try {
    crew = await startCrew({ workers: given.workers, databaseUrl: trial.databaseUrl, clock });
    const tell = (what: string) => void process.stderr.write(`  ${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s: ${what}\n`);
    const common = { clock, speed: given.speed, told: new Map() };
    const begun = { live: [], dead: [], mirror: newMirror(), killed: [], wrongs: [], deadline: startedAt + 60_000 * given.minutes };
    return await play({ ...given, ...begun, deadEndpoints: given.dead, trial, clock, crew, common, tell }, receivers);
  } finally {
    await crew?.stop();
    clock.stop();
    await Promise.all(receivers.map((receiver) => receiver.close()));
    await trial.close();
  }
}

/**
 * Events are written by turns while every endpoint is alive, and when others are on too, which are dead and have asked
 * for everything from the beginning. These are switched off by time, come back, and get all of it.
 */
async function play(scene: Scene, receivers: Receiver[]): Promise<CallbackReport> {
  const { trial, live, dead, endpoints, events } = scene;
  const since = scene.clock.now();
  const reader = startReader(trial);
  for (let index = 0; index < endpoints - scene.deadEndpoints; index += 1) live.push(await addEndpoint(scene, receivers, index));
  // Processes that have just begun are slow, which is nobody's fault.
  await writeChapter(scene, { name: 'warming up', events: events - 4 * quarterOf(events), kills: 0 });
  const alive = [await writeQuarter(scene, 0, 'without the dead')];
  for (let index = live.length; index < endpoints; index += 1) {
    dead.push(await addEndpoint(scene, receivers, index, dead.length % 2 === 0 ? 'silent' : 'refuses'));
  }
  for (const { id } of dead) await trial.replay(id, since);
  const beside = [await writeQuarter(scene, 1, 'beside the dead')];
  for (const { id } of dead) await trial.switchOff(id);
  alive.push(await writeQuarter(scene, 2, 'without the dead'));
  for (const { id } of dead) await trial.replay(id, since);
  beside.push(await writeQuarter(scene, 3, 'beside the dead'));
  await endDead(scene);
  scene.tell('the dead are switched off');
  // Nobody sends them these; the replay does.
  await writeChapter(scene, { name: 'while they are off', events: Math.ceil(events / 100), kills: 0 });
  const replayed = await reviveDead(scene, since);
  await reader.stop();
  return reportOn(scene, { reader, alive, beside, replayed });
}

const quarterOf = (events: number): number => Math.floor((events * 0.96) / 4);

/** Quarters take turns, so that a machine that is busier for a while tells nothing of the dead. */
const writeQuarter = (scene: Scene, index: number, name: string): Promise<Chapter> =>
  writeChapter(scene, { name, events: quarterOf(scene.events), kills: Math.floor((scene.kills * (index + 1)) / 4) - Math.floor((scene.kills * index) / 4) });

async function addEndpoint(scene: Scene, receivers: Receiver[], index: number, dead?: 'silent' | 'refuses'): Promise<Endpoint> {
  const chance = chanceOf(scene.seed, chances.receiver + index);
  const receiver = await openReceiver(scene.common, { name: `endpoint-${index + 1}`, chance, failShare: scene.fail / 100, eventTypes: typesOf(index), dead });
  receivers.push(receiver);
  const { id, secret } = await scene.trial.register(receiver.url, receiver.eventTypes);
  receiver.secret = secret;
  return { id, receiver };
}

/** Writes events while workers are killed, and waits until all living endpoints have taken them. */
async function writeChapter(scene: Scene, { name, events, kills }: { name: string; events: number; kills: number }): Promise<Chapter> {
  const { trial, clock, mirror, live, seed, tell } = scene;
  const begun = mirror.committed.length;
  const startedAt = performance.now();
  const gate = holdWriters(trial, clock, idsOf(live), readyPerEndpoint * live.length);
  const draws = Array.from({ length: writers }, (_, index) => chanceOf(seed, chances.writer + begun + index));
  const writing = writeEvents({ merchant: trial.merchant, mirror, events, writers: draws, mayWrite: gate.mayWrite });
  await Promise.all([writing, killAtRandom(scene, { begun, events, kills })]);
  await gate.stop();
  const seconds = (performance.now() - startedAt) / 1_000;
  tell(`${name}: ${events} events are written`);
  await drain(scene, live);
  tell(`${name}: the living have taken them`);
  return { written: new Map(mirror.committed.slice(begun).map((fact) => [fact.marker, fact])), seconds };
}

/** Kills workers at moments that are drawn, by how many events are written by then. */
async function killAtRandom(scene: Scene, { begun, events, kills }: { begun: number; events: number; kills: number }): Promise<void> {
  const { mirror, crew, seed, killed } = scene;
  const chance = chanceOf(seed, chances.kills + begun);
  const moments = Array.from({ length: kills }, () => begun + chance.whole(Math.floor(events * 0.05), Math.floor(events * 0.95))).sort(
    (one, other) => one - other,
  );
  for (const moment of moments) {
    while (mirror.committed.length < moment) await new Promise((resolve) => setTimeout(resolve, chance.whole(5, 50)));
    killed.push({ underWay: await crew.kill((most) => chance.whole(0, most)) });
  }
}
