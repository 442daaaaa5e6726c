import { readCachedProjectGraph } from '@nx/devkit';

/** The house as it is meant to be: who may know whom, and no more. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  server: ['http-response'],
  proxy: ['http-response', 'sigv4'],
  'http-response': [],
  sigv4: [],
  // Types only: one model of a network, in one place.
  'cloud-assembly': ['hyperplane'],
  iam: [],
  hyperplane: [],
  infra: ['cloud-assembly', 'hyperplane'],
  diagram: ['hyperplane'],
  emulator: ['cloud-assembly', 'hyperplane', 'iam', 'sigv4'],
  'eni-finder': ['hyperplane', 'iam'],
  furl: ['cloud-assembly', 'diagram', 'emulator', 'eni-finder', 'hyperplane'],
  bench: ['cloud-assembly', 'eni-finder', 'hyperplane', 'sigv4'],
  workspace: [],
};

it('has the arrows that it is meant to have, and no others', () => {
  const { dependencies, nodes } = readCachedProjectGraph();
  const arrows = Object.fromEntries(
    Object.keys(nodes).map((name) => [
      name,
      (dependencies[name] ?? [])
        .map(({ target }) => target)
        .filter((target) => target in nodes)
        .sort(),
    ]),
  );
  expect(arrows).toEqual(ARROWS);
});

it('type-checks with the compiler, not with an echo that passes', () => {
  const { nodes } = readCachedProjectGraph();
  for (const { data } of Object.values(nodes)) {
    expect(data.targets?.['typecheck']?.options.command).toBe(`tsc --noEmit -p ${data.root}/tsconfig.json`);
  }
});

it('never caches what changes the world', () => {
  const { nodes } = readCachedProjectGraph();
  const targets = Object.values(nodes).flatMap(({ data }) =>
    ['deploy', 'destroy', 'diff']
      .map((name) => data.targets?.[name])
      .filter((target) => target !== undefined),
  );
  expect(targets.length).toBeGreaterThan(0);
  for (const target of targets) expect(target.cache).not.toBe(true);
});
