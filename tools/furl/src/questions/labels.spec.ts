import { called, labelsOf } from './labels';

const things = [
  { id: '1', name: 'orders', path: 'Beta.Orders' },
  { id: '2', name: 'orders', path: 'Prod.Orders' },
  { id: '3', name: 'users', path: 'Prod.Users' },
  { id: '4' },
];

it('tells things of one name apart by their stacks', () => {
  expect([...labelsOf(things).values()]).toEqual(['orders (Beta)', 'orders (Prod)', 'users', '4']);
});

it('finds by id and by path one, by name all', () => {
  const ids = (asked: string): string[] => called(things, asked).map(({ id }) => id);
  expect(['2', 'Beta.Orders', 'users', 'orders', '4', 'nobody'].map(ids)).toEqual([
    ['2'],
    ['1'],
    ['3'],
    ['1', '2'],
    ['4'],
    [],
  ]);
});
