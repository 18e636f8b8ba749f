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

/** Everything counted so far, in Prometheus' text format. */
export const metricsText = (): Promise<string> => metrics().registry.metrics();
