import { networkInterfaces } from 'node:os';
import { env } from '../env.ts';

/** The two origins this process answers: the payment pages with their API, and the sandbox gateway. */
export type Door = 'payment' | 'sandbox';

const defaultPorts: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** Whether a Host header names this door: its public address or, in test mode, this machine itself. */
export function isServedHost(door: Door, host: string): boolean {
  const given = host.toLowerCase();
  if (publicHosts(door).includes(given)) return true;
  return env().MODE === 'test' && localHosts(door).includes(given);
}

function publicHosts(door: Door): string[] {
  const url = new URL(door === 'payment' ? env().PUBLIC_URL : env().SANDBOX_URL);
  return url.port ? [url.host] : [url.host, `${url.host}:${defaultPorts[url.protocol]}`];
}

/** Numeric addresses and localhost only: a name that an attacker's DNS points here (rebinding) is not among them. */
function localHosts(door: Door): string[] {
  const port = door === 'payment' ? env().PORT : env().SANDBOX_PORT;
  const names = ['localhost', '127.0.0.1', '[::1]', ...interfaceHosts()];
  return names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
}

const interfaceHosts = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
