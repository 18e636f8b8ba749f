import { Counter, Gauge, Registry } from 'prom-client';
import { processWide } from './process.ts';

/** What this process counts, as Prometheus reads it. Names of alarms and invariants are labels; ids and tokens never are. */
const metrics = () =>
  processWide('metrics', () => {
    const registry = new Registry();
    const registers = [registry];
    return {
      registry,
      alarms: new Counter({ name: 'payment_links_alarms_total', help: 'Things a person has to look at, by kind.', labelNames: ['alarm'], registers }),
      broken: new Gauge({
        name: 'payment_links_invariant_violations',
        help: 'Rows that break an invariant, at the last check.',
        labelNames: ['invariant'],
        registers,
      }),
      tries: new Counter({
        name: 'payment_links_delivery_tries_total',
        help: 'Tries to deliver callbacks, webhooks and receipts by e-mail, by what became of them.',
        labelNames: ['kind', 'outcome'],
        registers,
      }),
      oldestWaiting: new Gauge({
        name: 'payment_links_oldest_undelivered_seconds',
        help: 'Age of the oldest callback, webhook or e-mail that was not taken yet; 0 when none waits.',
        labelNames: ['kind'],
        registers,
      }),
      checkedAt: new Gauge({ name: 'payment_links_invariants_checked_timestamp_seconds', help: 'When the invariants were last checked.', registers }),
    };
  });

/** Counts one alarm of a kind such as "gateway_disagrees". */
export const countAlarm = (alarm: string): void => metrics().alarms.inc({ alarm });

/** Tells how many rows break each invariant now. */
export function tellViolations(countByInvariant: Readonly<Record<string, number>>, at: Date): void {
  for (const [invariant, count] of Object.entries(countByInvariant)) metrics().broken.set({ invariant }, count);
  metrics().checkedAt.set(at.getTime() / 1000);
}

/** Counts one try at a delivery. */
export const countDelivery = (kind: string, outcome: 'taken' | 'not taken' | 'given up'): void => metrics().tries.inc({ kind, outcome });

/** Tells how old the oldest delivery that waits is, in seconds, by kind. */
export function tellOldestWaiting(secondsByKind: Readonly<Record<string, number>>): void {
  for (const [kind, seconds] of Object.entries(secondsByKind)) metrics().oldestWaiting.set({ kind }, seconds);
}

/** Everything counted so far, in Prometheus' text format. */
export const metricsText = (): Promise<string> => metrics().registry.metrics();
