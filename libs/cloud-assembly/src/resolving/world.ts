import type { DeployTarget } from '../cloud-assembly';
import type { Stack } from '../reading/stack';
import type { Value } from './value';

/** What all scopes of one assembly share. */
export interface World {
  readonly target: DeployTarget;
  /** Whether what CloudFormation would refuse to deploy is an error instead of a problem. */
  readonly isStrict: boolean;
  /** Every stack; nested ones are added as they are found. */
  readonly stacks: Stack[];
  /** Everything that was resolved once, with the problems that came up. */
  readonly memo: Map<string, { readonly value: Value; readonly messages: readonly string[] }>;
  /** What is being resolved right now, outermost first. */
  readonly active: string[];
  /** Placeholders that stand for one and the same value wherever they are met. */
  readonly opaque: Set<string>;
  /** Which outputs are exported under which name: see `exportOf`. */
  readonly exports: Map<string, Map<string, Export>>;
}

/** An output that a stack exports. */
export interface Export {
  readonly stack: Stack;
  readonly output: string;
}

/** A world of which nothing is resolved yet. */
export function createWorld(target: DeployTarget, stacks: readonly Stack[], isStrict = false): World {
  return {
    target,
    isStrict,
    stacks: [...stacks],
    memo: new Map(),
    active: [],
    opaque: new Set(),
    exports: new Map(),
  };
}

/** Forgets what was resolved, because there are more stacks now. */
export function forget(world: World): void {
  world.memo.clear();
  world.exports.clear();
}
