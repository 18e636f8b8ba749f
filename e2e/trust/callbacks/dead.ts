import { type Endpoint, idsOf, leftMs, type Scene } from './scene.ts';
import { drain } from './waiting.ts';

const hourMs = 3_600_000;
const leapMs = 26 * hourMs;
const mostLeaps = 8;
const lookEveryMs = 150;
/** After a leap each dead endpoint is tried once more, unless the machine is very busy. */
const triedWithinMs = 5_000;

type Health = { id: string; alarmedAt: Date | null; disabledAt: Date | null; reason: string | null; triedAt: Date | null };

const healthOf = (scene: Scene): Promise<Health[]> =>
  scene.trial.rows<Health>(
    `SELECT id::text, alarmed_at AS "alarmedAt", disabled_at AS "disabledAt", disabled_reason::text AS reason,
      (SELECT max(started_at) FROM delivery JOIN delivery_attempt ON delivery_attempt.delivery_id = delivery.id WHERE endpoint_id = webhook_endpoint.id) AS "triedAt"
     FROM webhook_endpoint WHERE id = ANY($1::uuid[])`,
    idsOf(scene.dead),
  );

/** Lets days pass until the dead endpoints are switched off: after an alarm, with all that they are owed given up, visibly. */
export async function endDead(scene: Scene): Promise<void> {
  for (let leaps = 0; leaps < mostLeaps && leftMs(scene) > 0; leaps += 1) {
    const health = await healthOf(scene);
    if (health.every(({ disabledAt }) => disabledAt)) break;
    scene.clock.leap(leapMs);
    await eachTried(scene, scene.clock.now());
  }
  for (const health of await healthOf(scene)) {
    const endpoint = scene.dead.find(({ id }) => id === health.id);
    if (endpoint) await judgeEnd(scene, endpoint, health);
  }
}

async function eachTried(scene: Scene, since: Date): Promise<void> {
  const deadline = performance.now() + Math.min(triedWithinMs, leftMs(scene));
  while (performance.now() < deadline) {
    const health = await healthOf(scene);
    if (health.every(({ disabledAt, triedAt }) => disabledAt || (triedAt && triedAt >= since))) return;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function judgeEnd({ trial, crew, wrongs }: Scene, { id, receiver: { name } }: Endpoint, { alarmedAt, disabledAt, reason }: Health): Promise<void> {
  const alarms = crew.logged.filter(({ endpointId }) => endpointId === id).map(({ alarm }) => alarm);
  if (reason !== 'failing') wrongs.push(`${name} is dead and was not switched off for it: ${reason ?? 'still on'}`);
  if (!alarmedAt || !disabledAt || disabledAt.getTime() - alarmedAt.getTime() < 24 * hourMs) wrongs.push(`${name} was switched off without a day's warning`);
  if (alarms.join() !== 'endpoint_failing,endpoint_disabled') wrongs.push(`of ${name} a person was told ${alarms.join(', ') || 'nothing'}`);
  const [given] = await trial.rows<{ all: number; exhausted: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE status = 'exhausted')::int AS exhausted FROM delivery WHERE endpoint_id = $1::uuid`,
    id,
  );
  const shown = await trial.givenUp(id);
  if (!given || given.all === 0 || given.exhausted !== given.all || shown !== given.all)
    wrongs.push(`${name} was owed ${given?.all} deliveries; ${given?.exhausted} were given up and ${shown} of them are listed`);
}

/** Brings the dead endpoints back and asks for all since the beginning; answers how many deliveries that were. */
export async function reviveDead(scene: Scene, since: Date): Promise<number> {
  let replayed = 0;
  for (const { id, receiver } of scene.dead) {
    await receiver.comeBack();
    replayed += await scene.trial.replay(id, since);
  }
  scene.tell(`the dead are back and are owed ${replayed}`);
  await drain(scene, [...scene.dead, ...scene.live]);
  return replayed;
}
