import { memoryOfTree, parsePs, parseStatus, treeBytes } from './memory';

it('reads what the kernel says of a process, whatever its name is', () => {
  const status = [
    'Name:\tPid: 7 VmRSS: 1',
    'Tgid:\t4242',
    'Pid:\t4242',
    'PPid:\t17',
    'TracerPid:\t0',
    'VmRSS:\t   51200 kB',
    '',
  ].join('\n');
  expect(parseStatus(status)).toEqual({ pid: 4242, parent: 17, residentBytes: 51_200 * 1024 });
});

it('leaves out what has no memory', () => {
  expect(parseStatus('Name:\tkthreadd\nPid:\t2\nPPid:\t0\n')).toBeUndefined();
  expect(parseStatus('')).toBeUndefined();
});

it('reads what ps prints', () => {
  expect(parsePs('    1     0   2048\n  300     1 100\nps: something is odd\n')).toEqual([
    { pid: 1, parent: 0, residentBytes: 2048 * 1024 },
    { pid: 300, parent: 1, residentBytes: 100 * 1024 },
  ]);
});

it('adds up a tree, in whatever order it is listed, and nothing beside it', () => {
  const entries = [
    { pid: 9, parent: 8, residentBytes: 1 },
    { pid: 8, parent: 5, residentBytes: 10 },
    { pid: 5, parent: 1, residentBytes: 100 },
    { pid: 6, parent: 1, residentBytes: 1000 },
    { pid: 1, parent: 0, residentBytes: 10_000 },
  ];
  expect(treeBytes(entries, 5)).toBe(111);
  expect(treeBytes(entries, 6)).toBe(1000);
  expect(treeBytes(entries, 77)).toBe(0);
});

it('finds this process', () => {
  const bytes = memoryOfTree(process.pid);
  // Windows has neither /proc nor ps.
  if (process.platform !== 'win32') expect(bytes).toBeGreaterThan(10_000_000);
});
