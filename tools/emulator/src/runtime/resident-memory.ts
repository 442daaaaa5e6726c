import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How much memory a process takes, in bytes. */
export interface ResidentMemory {
  readonly current: number;
  /** The most since its start, as far as it is known. */
  readonly peak: number;
}

/**
 * What the operating system says of processes: from `/proc` on Linux, from `ps` elsewhere, which knows no peak.
 *
 * @returns by process id; those that have ended, and all where there is neither, are missing
 */
export async function residentMemoryOf(
  pids: readonly number[],
): Promise<ReadonlyMap<number, ResidentMemory>> {
  const found = new Map<number, ResidentMemory>();
  if (process.platform === 'linux') {
    // It comes out of memory: waiting for a thread would cost more than reading it.
    for (const pid of pids) {
      const memory = residentMemoryNow(pid);
      if (memory !== undefined) found.set(pid, memory);
    }
  } else if (process.platform !== 'win32' && pids.length > 0) {
    for (const [, pid, kilobytes] of (await ps(pids)).matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)) {
      const bytes = Number(kilobytes) * 1024;
      found.set(Number(pid), { current: bytes, peak: bytes });
    }
  }
  return found;
}

/** The same at once, where that costs little: on Linux. */
export function residentMemoryNow(pid: number): ResidentMemory | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return parseStatus(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return undefined;
  }
}

/** proc_pid_status(5): `VmRSS` and `VmHWM`, in kB. */
function parseStatus(text: string): ResidentMemory | undefined {
  const [, current] = /^VmRSS:\s+(\d+) kB$/m.exec(text) ?? [];
  const [, peak = current] = /^VmHWM:\s+(\d+) kB$/m.exec(text) ?? [];
  return current === undefined ? undefined : { current: Number(current) * 1024, peak: Number(peak) * 1024 };
}

function ps(pids: readonly number[]): Promise<string> {
  return new Promise((resolve) => {
    // It ends with 1 when one of them has gone, and tells of the others all the same.
    execFile('ps', ['-o', 'pid=,rss=', '-p', pids.join(',')], (_error, stdout) => resolve(stdout));
  });
}
