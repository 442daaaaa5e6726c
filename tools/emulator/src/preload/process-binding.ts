import { createRequire } from 'node:module';

/** Node's own bindings, which have no public name: `process` without the warning that its property brings. */
export function processBinding<T>(name: string): T {
  const { binding } = createRequire(__filename)('node:process') as { binding(name: string): T };
  return binding(name);
}
