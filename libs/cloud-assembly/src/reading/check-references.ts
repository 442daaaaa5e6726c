import { AssemblyError } from '../assembly-error';
import { entries, isObject, own } from '../json';
import type { Stack } from './stack';

/**
 * Refuses what CloudFormation refuses when it validates a template: resources that depend on each other in a circle, and
 * references to nothing.
 * @throws AssemblyError `REFERENCES_CIRCULAR` or `REFERENCE_MISSING`
 */
export function checkReferences(stack: Stack): void {
  const edges = new Map([...stack.resources].map(([id, { properties }]) => [id, referencesIn(properties)]));
  for (const [id, resource] of entries(own(stack.template, 'Resources'))) {
    for (const name of [own(resource, 'DependsOn')].flat()) {
      if (typeof name === 'string') edges.get(id)?.add(name);
    }
  }
  const cycle = findCycle(edges);
  if (cycle !== undefined) {
    throw new AssemblyError(
      'REFERENCES_CIRCULAR',
      `${stack.templateFile}: the resources ${cycle.join(' → ')} depend on each other in a circle: take one of the references away`,
    );
  }
  // What a macro makes of the template may have what the template itself has not.
  if (own(stack.template, 'Transform') !== undefined || hasLoops(stack)) return;
  const parameters = own(stack.template, 'Parameters');
  for (const [id, names] of edges) {
    for (const name of names) {
      if (stack.resources.has(name) || own(parameters, name) !== undefined || name.startsWith('AWS::'))
        continue;
      throw new AssemblyError(
        'REFERENCE_MISSING',
        `${stack.templateFile}: ${id} refers to "${name}", which is no resource or parameter of the template: add it, or correct the name`,
      );
    }
  }
}

function hasLoops(stack: Stack): boolean {
  return entries(own(stack.template, 'Resources')).some(([id]) => id.startsWith('Fn::'));
}

/** Logical ids and parameters that `Ref`, `Fn::GetAtt` and `Fn::Sub` name anywhere in a value. */
function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const rest: unknown[] = [value];
  while (rest.length > 0) {
    const each = rest.pop();
    if (Array.isArray(each)) {
      for (const item of each) rest.push(item);
    } else if (isObject(each)) {
      for (const name of namedBy(each)) found.add(name);
      for (const [, item] of entries(each)) rest.push(item);
    }
  }
  return found;
}

function namedBy(object: unknown): readonly string[] {
  const [[name, argument] = ['', undefined], ...others] = entries(object);
  if (others.length > 0) return [];
  if (name === 'Ref' && typeof argument === 'string') return [argument];
  if (name === 'Fn::GetAtt') {
    const target: unknown = Array.isArray(argument) ? argument[0] : argument;
    return typeof target === 'string' ? [target.split('.')[0] ?? ''] : [];
  }
  if (name !== 'Fn::Sub') return [];
  const [text, map]: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  return typeof text !== 'string'
    ? []
    : [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].flatMap(([, key = '']) => {
        const name = key.trim();
        return own(map, name) === undefined ? [name.split('.')[0] ?? ''] : [];
      });
}

/** A circle among resources, its first one once more at its end; found without recursion, however long it is. */
function findCycle(edges: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const path: string[] = [];
    const onPath = new Set<string>();
    const open: { readonly id: string; readonly next: Iterator<string> }[] = [];
    const enter = (id: string): void => {
      path.push(id);
      onPath.add(id);
      open.push({ id, next: (edges.get(id) ?? new Set<string>()).values() });
    };
    if (!done.has(start)) enter(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const { value: name, done: isLast } = top.next.next();
      if (isLast === true) {
        open.pop();
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
      } else if (onPath.has(name)) {
        return [...path.slice(path.indexOf(name)), name];
      } else if (edges.has(name) && !done.has(name)) {
        enter(name);
      }
    }
  }
  return undefined;
}
