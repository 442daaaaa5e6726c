import { readJson, readText } from './workspace-files';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly optionalDependencies?: Readonly<Record<string, string>>;
        readonly version?: string;
        readonly license?: string;
        readonly resolved?: string;
        readonly link?: boolean;
      }
    >
  >;
}

const LOCKFILES = [
  'package-lock.json',
  'tools/emulator/runtimes/package-lock.json',
  'bench/package-lock.json',
];

const wanted = ['package.json', 'tools/emulator/runtimes/package.json', 'bench/package.json'].flatMap(
  (file) => {
    const { dependencies, devDependencies, optionalDependencies } = readJson<Manifest>(file);
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  },
);

it('asks for exact versions', () => {
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it('has one version of nx and of every @nx package', () => {
  const { packages } = readJson<Lockfile>('package-lock.json');
  const versions = Object.entries(packages)
    .filter(([path]) => /(^|\/)node_modules\/(nx|@nx\/[^/]+)$/.test(path))
    .map(([, { version }]) => version);
  expect(versions.length).toBeGreaterThan(5);
  expect([...new Set(versions)]).toEqual(['23.2.1']);
});

it.each(wanted.map(([name]) => name))('says in CONTRIBUTING.md what %s is for', (name) => {
  const rows = readText('CONTRIBUTING.md')
    .split('\n')
    .filter((line) => line.startsWith('|') && line.split('|')[1]?.includes(`\`${name}\``));
  expect(rows).toHaveLength(1);
});

it.each(LOCKFILES)('%s names no registry', (file) => {
  const { packages } = readJson<Lockfile>(file);
  expect(
    Object.entries(packages).filter(([, { resolved, link }]) => resolved !== undefined && !link),
  ).toEqual([]);
});

it.each(LOCKFILES)('%s has no package under a copyleft licence', (file) => {
  const { packages } = readJson<Lockfile>(file);
  // "(MIT OR GPL-2.0)" leaves the choice; "LGPL" alone does not.
  const copyleft = Object.entries(packages).filter(
    ([, { license = '' }]) => /GPL|SSPL|BUSL/.test(license) && !/\bOR\b/.test(license),
  );
  expect(copyleft.map(([path]) => path)).toEqual([]);
});

// An entry is left out without a word when a registry lacks that version for one platform; npm ci then fails everywhere.
it.each(LOCKFILES)('%s has every optional package, for whatever platform', (file) => {
  const { packages } = readJson<Lockfile>(file);
  const missing = Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});
