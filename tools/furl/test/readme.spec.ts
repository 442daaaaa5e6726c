import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFurl } from './run-furl';

/* The examples of furl plan and furl reach in the README: what they print there is what they print. */

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const examples = [...readme.matchAll(/```console\n\$ npx furl ((?:plan|reach) .*)\n([^]*?)```/g)].map(
  ([, command = '', printed = '']) => ({ command, printed }),
);

it('has examples', () => expect(examples.length).toBeGreaterThanOrEqual(4));

it.each(examples)('$command', async ({ command, printed }) => {
  const { stdout } = await runFurl(command.split(' '), join(__dirname, '../fixtures/network/templates'));
  expect(stdout).toBe(printed);
});
