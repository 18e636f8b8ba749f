import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { Subject } from './page-subjects.ts';

/** What a server did under load. CPU is that of its own process, without the database; NaN where /proc is missing. */
export type Load = { pagesPerSecond: number; cpuMsPerPage: number };

export const connections = 16;
const ticksPerSecond = 100;

/** Asks for a page over sixteen kept connections for that long, each as soon as it has the last answer. */
export async function loadFor({ url, pid }: Subject, seconds: number): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const startedMs = performance.now();
  const cpuBefore = cpuSeconds(pid);
  const endMs = startedMs + seconds * 1_000;
  let pages = 0;
  const customer = async () => {
    while (performance.now() < endMs) {
      await fetchPage(url, agent);
      pages += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, customer));
  const usedMs = (cpuSeconds(pid) - cpuBefore) * 1_000;
  agent.destroy();
  return { pagesPerSecond: pages / ((performance.now() - startedMs) / 1_000), cpuMsPerPage: usedMs / pages };
}

/** Reads a page to its end, compressed as browsers ask for it. */
function fetchPage(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'accept-encoding': 'gzip' } }, (response) => {
      response.on('error', reject).on('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`))));
      response.resume();
    });
    request.on('error', reject);
  });
}

/** Seconds of CPU a process has used, in all its threads. */
function cpuSeconds(pid: number): number {
  try {
    const [, after = ''] = /\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const fields = after.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return Number.NaN;
  }
}
