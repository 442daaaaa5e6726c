import { readNetwork } from '@furl/cloud-assembly';
import { plan } from '@furl/hyperplane';
import { enisOf, layout } from './template';

it('is a layout of which everything is known', () => {
  const text = layout(200);
  const { subnets, totals, partial } = plan(
    readNetwork({ files: { readText: () => text }, template: 't.json' }),
  );

  expect([subnets.length, totals.functions, totals.enis, partial]).toEqual([64, 200, enisOf(200), []]);
});
