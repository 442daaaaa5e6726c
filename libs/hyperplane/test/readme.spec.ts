import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';

import * as hyperplane from '../src/index';

it('prints what its README says that it prints', () => {
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  const [, code = '', printed = ''] = /```ts\n([^]*?)```\n\n```\n([^]*?)```/.exec(readme) ?? [];
  const { code: script } = transformSync(code, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const lines: string[] = [];
  const run = new Function('require', 'exports', 'console', script);

  run(
    (name: string) => (name === '@furl/hyperplane' ? hyperplane : undefined),
    {},
    { log: (...words: unknown[]) => lines.push(words.join(' ')) },
  );

  expect(`${lines.join('\n')}\n`).toBe(printed);
});
