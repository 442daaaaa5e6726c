import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from '@furl/hyperplane';
import { diagram } from '../src';
import { workspaceNetwork } from './networks';

it('is what the README shows, to the byte', () => {
  const network = workspaceNetwork();

  expect(readFileSync(join(__dirname, '..', 'example.svg'), 'utf8')).toBe(
    diagram(network, plan(network), 'svg'),
  );
});
