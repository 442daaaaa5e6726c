import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNetwork } from '@furl/cloud-assembly';
import { plan } from '@furl/hyperplane';
import { type Command, furlCommand } from '../peak-command';
import type { Row } from '../row';
import { median } from '../throughput';
import { planRows } from './rows';
import { enisOf, layout } from './template';

const FEW = 1_250;
const MANY = 5_000;
const ROUNDS = 9;
const COMMANDS = 5;

/** `furl plan` of a large template against what is promised, and how its time grows. */
export async function benchPlan(root: string): Promise<Row[]> {
  const texts = { few: layout(FEW), many: layout(MANY) };
  const times = { few: [] as number[], many: [] as number[], parse: [] as number[] };
  const contenders = {
    few: () => read(texts.few, FEW),
    many: () => read(texts.many, MANY),
    parse: () => void JSON.parse(texts.many),
  };
  const names = ['few', 'many', 'parse'] as const;
  for (const name of names) contenders[name]();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const index of names.keys()) {
      const name = names[(index + round) % names.length] ?? 'few';
      const startedAt = performance.now();
      contenders[name]();
      times[name].push(performance.now() - startedAt);
    }
  }
  const commands = await runCommands(root, texts.many);
  return planRows({
    few: FEW,
    many: MANY,
    fewMs: median(times.few),
    manyMs: median(times.many),
    parseMs: median(times.parse),
    commandMs: median(commands.map(({ milliseconds }) => milliseconds)),
    peakBytes: Math.max(...commands.map(({ peakBytes }) => peakBytes)),
  });
}

/** Ends the bench should an answer be wrong: that would be quick. */
function read(text: string, functions: number): void {
  const { totals, partial } = plan(readNetwork({ files: { readText: () => text }, template: 'layout.json' }));
  if (totals.enis !== enisOf(functions) || totals.functions !== functions || partial.length > 0) {
    throw new Error(
      `${totals.enis} ENIs for ${totals.functions} functions are planned, ${partial.length} in part`,
    );
  }
}

async function runCommands(root: string, text: string): Promise<Command[]> {
  const folder = mkdtempSync(join(tmpdir(), 'furl-bench-plan-'));
  try {
    const file = join(folder, 'layout.json');
    writeFileSync(file, text);
    const commands: Command[] = [];
    for (let round = 0; round < COMMANDS; round += 1) {
      // More ENIs than an account has by default are an answer, too.
      commands.push(await furlCommand(root, ['plan', file, '--json', '--fail-on', 'none']));
    }
    return commands;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
