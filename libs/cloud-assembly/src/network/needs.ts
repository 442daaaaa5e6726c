import type { Destination, Need } from '@furl/hyperplane';

import { entries } from '../json';
import { asText } from '../resolving/value';
import { environmentNeeds, type HostIndex } from './environment-needs';
import type { FunctionIndex } from './functions';
import type { Part } from './part';
import type { Grant, RoleGrants } from './role-grants';
import { serviceOfAction } from './services';

/** What Lambda itself does with a function's role, by what the function has for it; no code of the function calls it. */
const BY_LAMBDA = {
  eventSource:
    /^(sqs:(receivemessage|deletemessage|getqueueattributes|changemessagevisibility|getqueueurl)|kinesis:(get|describe|list|subscribe)\w+|dynamodb:(describestream|getrecords|getsharditerator|liststreams)|kafka:.*|mq:.*|rds:describe\w+)$/i,
  destination:
    /^(sqs:(sendmessage|getqueueattributes|getqueueurl)|sns:publish|events:putevents|lambda:invokefunction)$/i,
} as const;

/** With which Lambda, or the service whose data is encrypted, uses a key for the function. */
const BY_SERVICES = /^kms:(decrypt|encrypt|reencrypt\S*|generatedatakey\S*|describekey|creategrant)$/i;

/** What else the template says of the functions. */
export interface NeedsContext {
  readonly functions: FunctionIndex;
  readonly hosts: HostIndex;
  readonly roles: ReadonlyMap<string, RoleGrants>;
  /** Ids of functions that an event source mapping calls, and of those whose failures or results go somewhere. */
  readonly withEventSource: ReadonlySet<string>;
  readonly withDestination: ReadonlySet<string>;
}

/** What a function has to reach, by its role's permissions and by its environment; each destination once. */
export function needsOf(part: Part, id: string, context: NeedsContext): readonly Need[] {
  const roleArn = part.text('Role');
  const role = typeof roleArn === 'string' ? context.roles.get(roleArn) : undefined;
  const needs = [
    ...environmentNeeds(environmentOf(part), context.hosts),
    ...(role === undefined ? [] : roleNeeds(part, id, role, context)),
  ];
  const seen = new Set<string>();
  return needs.filter(({ to }) => {
    const key = JSON.stringify(to);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function environmentOf(part: Part): readonly (readonly [string, string])[] {
  return entries(part.value(['Environment', 'Variables']).value).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? asText(value) : undefined;
    return text === undefined ? [] : [[name, text] as const];
  });
}

function roleNeeds(part: Part, id: string, role: RoleGrants, context: NeedsContext): readonly Need[] {
  const isByLambda = (action: string): boolean =>
    (context.withEventSource.has(id) && BY_LAMBDA.eventSource.test(action)) ||
    ((context.withDestination.has(id) || part.has('DeadLetterConfig', 'TargetArn')) &&
      BY_LAMBDA.destination.test(action));
  const found: { readonly to: Destination; readonly action: string }[] = [];
  for (const grant of role.grants) {
    if (grant.effect === 'Deny' || grant.isNotAction) continue;
    for (const action of grant.actions) {
      if (!isByLambda(action)) {
        for (const to of destinationsOf(action, grant, context.functions)) found.push({ to, action });
      }
    }
  }
  // Encrypted data takes a key, and the service that has the data uses it.
  const isOnlyKeys = found.every(({ action }) => /^kms:/i.test(action));
  const direct =
    isOnlyKeys && !part.has('KmsKeyArn') ? found : found.filter(({ action }) => !BY_SERVICES.test(action));
  return [
    ...direct.map(({ to, action }) => ({ to, because: `its role allows ${action}` })),
    ...role.awsPolicies.flatMap(({ name, service }) =>
      service === undefined
        ? []
        : [{ to: { kind: 'service', service } as const, because: `its role has the policy ${name}` }],
    ),
  ];
}

function destinationsOf(written: string, grant: Grant, functions: FunctionIndex): readonly Destination[] {
  const action = written.toLowerCase();
  if (action === 'lambda:invokefunctionurl') {
    return targets(grant, functions).map((id) => ({
      kind: 'function-url' as const,
      ...(id === undefined ? {} : { function: id }),
    }));
  }
  if (action === 'lambda:invokefunction') {
    // The second of the two permissions that a call of a function URL takes.
    if (/"lambda:InvokedViaFunctionUrl":\[?"?true/i.test(JSON.stringify(grant.condition ?? {}))) return [];
    return targets(grant, functions).map((id) =>
      id === undefined ? { kind: 'service', service: 'lambda' } : { kind: 'function', function: id },
    );
  }
  const service = serviceOfAction(action);
  return service === undefined ? [] : [{ kind: 'service', service }];
}

/** The functions of the template that a statement is about; one undefined for all that are elsewhere. */
function targets({ resources }: Grant, functions: FunctionIndex): readonly (string | undefined)[] {
  return [...new Set(resources.map((resource) => functions.find(resource.replace(/:\*$/, ''))))];
}
