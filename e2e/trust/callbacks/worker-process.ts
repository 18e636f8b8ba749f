// The product's own worker (`npm run worker`), whose clock runs as fast as the run says.
import { processWide } from '#lib/process.ts';
import { keepPace, type Pace } from './fast-clock.ts';

const tellEveryMs = 10;
const pace = JSON.parse(process.argv[2] ?? '') as Pace;
const kept = keepPace(pace);
process.on('message', (next) => kept.change(next as Pace));
// It never outlives the run.
process.on('disconnect', () => process.exit(1));

// How long a try waits for its answer is sped up alike, so that it stays a third of how long its claim lasts.
const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(Math.round(ms / pace.speed));

await import('#lib/server/worker.ts');

// The tries under way by queue, as the product itself counts them, so that the run can kill it in the middle of one.
setInterval(() => {
  const queues = processWide('delivery-queues', () => new Map<string, { underWay: number }>());
  process.send?.(Object.fromEntries([...queues].map(([queue, { underWay }]) => [queue, underWay])));
}, tellEveryMs).unref();
