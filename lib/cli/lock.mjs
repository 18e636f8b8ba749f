// `npm run lock`: completes package-lock.json with the optional binaries of every platform.
//
// `npm install` writes down only those it could fetch, and leaves out what the registry at hand does not hold
// for other systems; `npm ci` then refuses the whole lock, also on systems that never install them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeNoArguments } from './arguments.mjs';
import { root } from './steps.mjs';

takeNoArguments(`Usage: npm run lock

Completes package-lock.json with the optional binaries of every platform. Run it after npm install changed the lock.`);

const path = join(root, 'package-lock.json');
const systems = ['darwin', 'linux', 'win32', 'freebsd', 'netbsd', 'openbsd', 'android', 'openharmony', 'sunos', 'aix'];
const processors = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];

/** What a package of this name runs on, by the convention all of them follow: name-system-processor-libc. */
function platformOf(name) {
  const parts = name
    .split('/')
    .at(-1)
    .split('-')
    .map((part) => ({ windows: 'win32', ppc64le: 'ppc64', x86: 'ia32' })[part] ?? part);
  const os = systems.find((system) => parts.includes(system));
  const cpu = processors.find((processor) => parts.includes(processor)) ?? (parts.includes('linux') && name.includes('arm') ? 'arm' : undefined);
  const libc = name.endsWith('musl') || name.endsWith('musleabihf') ? 'musl' : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) };
}

/** The optional binaries that are named by an entry of the lock and have no entry of their own. */
function missingBinaries(packages) {
  const missing = new Map();
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      const isThere = `node_modules/${name}` in packages || `${place}/node_modules/${name}` in packages;
      if (!isThere && /^\d+\.\d+\.\d+[\w.-]*$/.test(version)) {
        missing.set(`node_modules/${name}`, { version, ...platformOf(name), ...(dev && { dev: true }), optional: true });
      }
    }
  }
  return missing;
}

const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingBinaries(lock.packages);
const packages = Object.entries(lock.packages).concat([...missing]);
lock.packages = Object.fromEntries(packages.sort(([left], [right]) => (left < right ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(missing.size === 0 ? 'The lock names every platform.' : `Added ${missing.size} optional binaries of other platforms.`);
