import { isObject, own, show } from '../json';
import type { Scope } from './scope';

/** Evaluates a named condition; undefined, with a problem, when it cannot be known. */
export function evaluateCondition(name: string, scope: Scope): boolean | undefined {
  const expression = own(scope.stack.template['Conditions'], name);
  if (expression === undefined) {
    scope.report(`there is no condition "${name}"`);
    return undefined;
  }
  return evaluate(expression, scope);
}

function evaluate(expression: unknown, scope: Scope): boolean | undefined {
  const names = isObject(expression) ? Object.keys(expression) : [];
  const [name] = names;
  const argument = name === undefined ? undefined : own(expression, name);
  if (names.length === 1 && name === 'Condition' && typeof argument === 'string')
    return scope.condition(argument);
  if (names.length === 1 && name === 'Fn::Equals' && Array.isArray(argument) && argument.length === 2) {
    return equal(argument, scope);
  }
  if (names.length === 1 && name === 'Fn::Not' && Array.isArray(argument) && argument.length === 1) {
    const truth = below(argument[0], scope);
    return truth === undefined ? undefined : !truth;
  }
  if (names.length === 1 && (name === 'Fn::And' || name === 'Fn::Or') && Array.isArray(argument)) {
    return combine(argument, name === 'Fn::And', scope);
  }
  scope.report(`${show(expression)} is no condition that is understood`);
  return undefined;
}

/** Goes one level down, so that depth is bounded as it is for values. */
function below(expression: unknown, scope: Scope): boolean | undefined {
  const deeper = scope.at('Condition');
  if (deeper.isTooDeep()) {
    scope.report('the condition is nested too deeply');
    return undefined;
  }
  return evaluate(expression, deeper);
}

function combine(expressions: readonly unknown[], all: boolean, scope: Scope): boolean | undefined {
  const truths = expressions.map((each) => scope.collect((inner) => below(each, inner)));
  // One that decides is enough: what is unknown beside it does not matter, nor do its problems.
  if (truths.some(({ result }) => result === !all)) return !all;
  for (const message of truths.flatMap(({ messages }) => messages)) scope.report(message);
  return truths.some(({ result }) => result === undefined) ? undefined : all;
}

function equal(operands: readonly unknown[], scope: Scope): boolean | undefined {
  const { result, messages } = scope.collect((inner) => operands.map((operand) => inner.resolve(operand)));
  for (const message of messages) scope.report(message);
  if (messages.length > 0) return undefined;
  const [left, right] = result.map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  );
  return left === right;
}
