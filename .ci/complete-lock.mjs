// Adds to package-lock.json the optional packages of other platforms that `npm install` left out.
//
// A registry that does not carry every platform's package lets `npm install` pass and then makes `npm ci` refuse the lock
// file it wrote ("Missing: … from lock file"). An entry of name, version, os and cpu is enough: on a machine that it is
// not for it is never fetched. Run it after a change of dependencies: node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'windows',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  if (path === '') continue;
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] !== undefined || !/^\d+\.\d+\.\d+/.test(range)) continue;
    const words = name.split(/[/-]/);
    const system = systems.find((known) => words.includes(known));
    if (system === undefined) continue;
    const os = system === 'windows' ? 'win32' : system;
    const cpu = words.find((word) => /^(arm64|x64|64|ia32|arm|ppc64|riscv64|s390x)$/.test(word)) ?? 'none';
    lock.packages[place] = {
      version: range,
      cpu: [cpu === '64' ? 'x64' : cpu],
      ...(entry.dev === true ? { dev: true } : {}),
      optional: true,
      os: [os],
      ...(words.includes('musl') ? { libc: ['musl'] } : words.includes('gnu') ? { libc: ['glibc'] } : {}),
    };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} entries added\n`);
