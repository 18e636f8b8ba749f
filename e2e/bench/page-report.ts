import type { Load } from './page-load.ts';
import type { Subject } from './page-subjects.ts';
import { kinds, type Visit } from './page-visit.ts';

/** Everything known of one page after all rounds. */
export type Measured = {
  subject: Subject;
  visits: Visit[];
  loads: Load[];
  script: { raw: number; gzipped: number };
  /** Whether a press paid: at first paint, when payable, and without any script. */
  presses: { firstPaint: boolean; payable: boolean; withoutScript: boolean };
};

type MeasuredByKey = Readonly<Record<Subject['key'], Measured>>;
type Row = [name: string, read: (measured: Measured) => string];
type Verdict = { what: string; target: string; measured: string; isMet: boolean };

const median = (values: number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
};

const medianOf = ({ visits }: Measured, read: (visit: Visit) => number): number => median(visits.map(read));
const loadOf = ({ loads }: Measured, read: (load: Load) => number): number => median(loads.map(read));
const kilo = (bytes: number): string => (bytes / 1_000).toFixed(1);
const whole = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0));
const fixed = (value: number, digits: number): string => (Number.isNaN(value) ? '–' : value.toFixed(digits));
const yes = (is: boolean): string => (is ? 'pays' : 'lost');
const totalOf = ({ bytes }: Visit): number => kinds.reduce((sum, kind) => sum + bytes[kind], 0);

const range = ({ visits }: Measured, read: (visit: Visit) => number): string => {
  const values = visits.map(read);
  return `${whole(Math.min(...values))}–${whole(Math.max(...values))}`;
};

const rows: Row[] = [
  ['requests', (page) => whole(medianOf(page, ({ requests }) => requests))],
  ...kinds.map((kind): Row => [`${kind} kB on the wire`, (page) => kilo(medianOf(page, ({ bytes }) => bytes[kind]))]),
  ['total kB on the wire', (page) => kilo(medianOf(page, totalOf))],
  ['JS kB gz, inline included (raw)', ({ script }) => `${kilo(script.gzipped)} (${kilo(script.raw)})`],
  ['TTFB ms, unthrottled', (page) => whole(medianOf(page, ({ ttfbMs }) => ttfbMs))],
  ['FCP ms', (page) => whole(medianOf(page, ({ fcpMs }) => fcpMs))],
  ['LCP ms', (page) => whole(medianOf(page, ({ lcpMs }) => lcpMs))],
  ['  lowest–highest', (page) => range(page, ({ lcpMs }) => lcpMs)],
  [
    'CLS',
    (page) =>
      fixed(
        medianOf(page, ({ cls }) => cls),
        3,
      ),
  ],
  ['TBT ms', (page) => whole(medianOf(page, ({ tbtMs }) => tbtMs))],
  ['payable ms', (page) => whole(medianOf(page, ({ payableMs }) => payableMs))],
  ['  lowest–highest', (page) => range(page, ({ payableMs }) => payableMs)],
  ['payable after FCP ms', (page) => whole(medianOf(page, ({ payableMs, fcpMs }) => payableMs - fcpMs))],
  ['React attached ms', (page) => whole(medianOf(page, ({ attachedMs }) => attachedMs))],
  ['a press at first paint', ({ presses }) => yes(presses.firstPaint)],
  ['a press when payable', ({ presses }) => yes(presses.payable)],
  ['a press without script', ({ presses }) => yes(presses.withoutScript)],
];

const loadRows: Row[] = [
  ['pages/s', (page) => whole(loadOf(page, ({ pagesPerSecond }) => pagesPerSecond))],
  [
    'server CPU ms per page',
    (page) =>
      fixed(
        loadOf(page, ({ cpuMsPerPage }) => cpuMsPerPage),
        2,
      ),
  ],
];

/** The medians of all pages side by side. */
export function measuredTable(all: MeasuredByKey): string {
  const phone = [all.ours, all.form, all.server, all.floor];
  const loaded = phone.filter(({ loads }) => loads.length > 0);
  const parts = [tableOf('on a phone', phone, rows), loaded.length > 0 ? tableOf('server', loaded, loadRows) : ''];
  return parts.filter(Boolean).join('\n\n');
}

/** How our page compares, by the medians of this run. */
export function ratioTable({ ours, form, server, floor }: MeasuredByKey): string {
  const ratio = (one: number, other: number): string => fixed(one / other, 2);
  const lowestLcp = ({ visits }: Measured) => Math.min(...visits.map(({ lcpMs }) => lcpMs));
  const lcp = (page: Measured) => medianOf(page, ({ lcpMs }) => lcpMs);
  const payable = (page: Measured) => medianOf(page, ({ payableMs }) => payableMs);
  const lines: [string, string][] = [
    ['LCP: payment page / HTML alone', ratio(lcp(ours), lcp(floor))],
    // What others do on a busy machine only ever adds time.
    ['LCP, lowest of each: the same', ratio(lowestLcp(ours), lowestLcp(floor))],
    ['LCP: payment page / plain form', ratio(lcp(ours), lcp(form))],
    ['payable: payment page / HTML alone', ratio(payable(ours), payable(floor))],
    ['payable: payment page / plain form', ratio(payable(ours), payable(form))],
  ];
  if (ours.loads.length > 0) {
    const [perSecond, cpu] = [(load: Load) => load.pagesPerSecond, (load: Load) => load.cpuMsPerPage];
    lines.push(['pages/s: payment page / plain server', ratio(loadOf(ours, perSecond), loadOf(server, perSecond))]);
    lines.push(['CPU per page: payment page / plain server', ratio(loadOf(ours, cpu), loadOf(server, cpu))]);
  }
  return lines.map(([name, value]) => `${name.padEnd(44)}${value.padStart(8)}`).join('\n');
}

/** Each target of the page, what was measured, and whether it is met. */
export function verdictTable(all: MeasuredByKey): string {
  const verdicts = [...verdictsOf(all), ...(all.ours.loads.length > 0 ? loadVerdicts(all) : [])];
  const lines = verdicts.map(({ what, target, measured, isMet }) => `${what.padEnd(44)}${target.padEnd(18)}${measured.padEnd(18)}${isMet ? 'met' : 'MISSED'}`);
  return [`${'target'.padEnd(44)}${'wanted'.padEnd(18)}${'measured'.padEnd(18)}verdict`, ...lines].join('\n');
}

function verdictsOf({ ours, floor }: MeasuredByKey): Verdict[] {
  const of = (read: (visit: Visit) => number): number => medianOf(ours, read);
  const firstAnswer = of(({ bytes }) => bytes.document + bytes.style);
  const lcpRatio = of(({ lcpMs }) => lcpMs) / medianOf(floor, ({ lcpMs }) => lcpMs);
  const afterPaintMs = of(({ payableMs, fcpMs }) => payableMs - fcpMs);
  const { firstPaint, withoutScript } = ours.presses;
  const [requests, hosts, shift, tbt] = [of((each) => each.requests), of((each) => each.foreignHosts), of((each) => each.cls), of((each) => each.tbtMs)];
  return [
    atMost('first answer with its CSS', 14, firstAnswer / 1_000, 'kB'),
    atMost('script, inline included, gz', 150, ours.script.gzipped / 1_000, 'kB'),
    atMost('script: moonshot', 60, ours.script.gzipped / 1_000, 'kB'),
    atMost('requests', 8, requests, ''),
    atMost('foreign hosts', 0, hosts, ''),
    atMost('LCP of the floor’s', 1.1, lcpRatio, '×', 2),
    atMost('CLS', 0, shift, '', 3),
    {
      what: 'payable at first paint',
      target: 'a press pays',
      measured: `+${whole(afterPaintMs)} ms, ${yes(firstPaint)}`,
      isMet: firstPaint && afterPaintMs < 1,
    },
    { what: 'payable without script', target: 'a press pays', measured: yes(withoutScript), isMet: withoutScript },
    atMost('TBT: moonshot', 0, tbt, 'ms', 0),
  ];
}

function loadVerdicts({ ours, server }: MeasuredByKey): Verdict[] {
  const perSecond = (page: Measured) => loadOf(page, ({ pagesPerSecond }) => pagesPerSecond);
  const ratio = perSecond(ours) / perSecond(server);
  const atLeast = (what: string, target: number): Verdict => ({ what, target: `≥ ${target} ×`, measured: `${fixed(ratio, 2)} ×`, isMet: ratio >= target });
  return [atLeast('pages/s of a plain server-component page', 0.7), atLeast('pages/s: moonshot', 1)];
}

const atMost = (what: string, target: number, measured: number, unit: string, digits = 1): Verdict => ({
  what,
  target: `≤ ${target} ${unit}`,
  measured: `${fixed(measured, digits)} ${unit}`,
  isMet: measured <= target,
});

function tableOf(title: string, measured: Measured[], wanted: Row[]): string {
  const line = (name: string, values: string[]): string => `${name.padEnd(34)}${values.map((value) => value.padStart(16)).join('')}`;
  const head = line(
    title,
    measured.map(({ subject }) => subject.name),
  );
  return [head, ...wanted.map(([name, read]) => line(name, measured.map(read)))].join('\n');
}
