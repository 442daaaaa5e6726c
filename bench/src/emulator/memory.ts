import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process as the system lists it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** What of it is in memory (RSS), in bytes; pages that it shares with others are counted in each. */
  readonly residentBytes: number;
}

/**
 * The memory of a process and of all that it has started, in bytes.
 *
 * @returns undefined where neither /proc nor `ps` can say it
 */
export function memoryOfTree(pid: number): number | undefined {
  const entries = existsSync('/proc/self/status') ? entriesOfProc('/proc') : entriesOfPs();
  return entries && treeBytes(entries, pid);
}

/** Adds up the tree below and with `root`. */
export function treeBytes(entries: readonly ProcessEntry[], root: number): number {
  const members = new Set([root]);
  // A parent may be listed after its children: so until nothing is found any more.
  for (let before = 0; before !== members.size;) {
    before = members.size;
    for (const { pid, parent } of entries) if (members.has(parent)) members.add(pid);
  }
  return entries
    .filter(({ pid }) => members.has(pid))
    .reduce((total, { residentBytes }) => total + residentBytes, 0);
}

/** Reads `/proc/<pid>/status` (proc_pid_status(5)); undefined for what has no memory of its own, as kernel threads. */
export function parseStatus(text: string): ProcessEntry | undefined {
  const field = (name: string): number | undefined => {
    const [, digits] = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [pid, parent, kilobytes] = [field('Pid'), field('PPid'), field('VmRSS')];
  if (pid === undefined || parent === undefined || kilobytes === undefined) return undefined;
  return { pid, parent, residentBytes: kilobytes * 1024 };
}

/** Reads what `ps -A -o pid=,ppid=,rss=` prints: a process a line, RSS in KiB. */
export function parsePs(text: string): ProcessEntry[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)].map(([, pid, parent, kilobytes]) => ({
    pid: Number(pid),
    parent: Number(parent),
    residentBytes: Number(kilobytes) * 1024,
  }));
}

function entriesOfProc(folder: string): ProcessEntry[] {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return parseStatus(readFileSync(join(folder, pid, 'status'), 'utf8')) ?? [];
      } catch {
        // It has ended since it was listed.
        return [];
      }
    });
}

function entriesOfPs(): ProcessEntry[] | undefined {
  try {
    return parsePs(execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' }));
  } catch {
    return undefined;
  }
}
