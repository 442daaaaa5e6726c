import { entries, isObject, own, show, type JsonObject } from '../json';
import { codeOf, expandLayer, FROM_SAM } from './serverless-code';
import { eventSourceMappings } from './serverless-events';
import { expandPolicyTemplate } from './serverless-policies';

const TRANSFORM = 'AWS::Serverless-2016-10-31';
const TYPE = 'AWS::Serverless::Function';

/** Under this name a role's metadata has the policy templates that are not expanded. */
export const POLICY_TEMPLATES = 'SamPolicyTemplates';

/** Properties that AWS::Lambda::Function has under the same name, and means the same by. */
const SAME = [
  'Architectures',
  'Description',
  'Environment',
  'EphemeralStorage',
  'FunctionName',
  'Handler',
  'Layers',
  'LoggingConfig',
  'MemorySize',
  'PackageType',
  'ReservedConcurrentExecutions',
  'Runtime',
  'Timeout',
  'VpcConfig',
];

type Report = (path: string, message: string) => void;

/**
 * Turns the functions of a SAM template into what the transform makes of them: function, role, function URL with its
 * permissions, version and alias; and layers and tables into theirs. Source: AWS SAM Developer Guide,
 * "AWS::Serverless::Function", "FunctionUrlConfig", "AWS::Serverless::LayerVersion", "AWS::Serverless::SimpleTable",
 * "Globals section of the template", and the resources that SAM generates.
 *
 * @param report takes the path below the stack, and what is wrong there
 */
export function expandServerless(template: JsonObject, report: Report): JsonObject {
  const transforms = [own(template, 'Transform')].flat();
  const resources = entries(template['Resources']);
  const isServerless = transforms.includes(TRANSFORM);
  if (!isServerless) return template;
  const globals = own(own(template, 'Globals'), 'Function');
  const expanded = resources.flatMap(([logicalId, resource]) => {
    if (!isObject(resource)) return [[logicalId, resource] as const];
    switch (resource['Type']) {
      case TYPE:
        return expandFunction(logicalId, resource, globalsOf(resource, globals), report);
      case 'AWS::Serverless::LayerVersion':
        return [[logicalId, expandLayer(logicalId, resource)] as const];
      case 'AWS::Serverless::SimpleTable':
        return [[logicalId, { ...resource, Type: 'AWS::DynamoDB::Table' }] as const];
      default:
        return [[logicalId, resource] as const];
    }
  });
  return { ...template, Resources: Object.fromEntries(expanded) };
}

/** What a function takes from Globals: all but what its `IgnoreGlobals` names. */
function globalsOf(resource: JsonObject, globals: unknown): unknown {
  const ignored = [own(resource, 'IgnoreGlobals')].flat();
  if (ignored.includes('*')) return undefined;
  return Object.fromEntries(entries(globals).filter(([name]) => !ignored.includes(name)));
}

function expandFunction(
  id: string,
  resource: JsonObject,
  globals: unknown,
  report: Report,
): (readonly [string, unknown])[] {
  const properties = merge(globals, own(resource, 'Properties') ?? {});
  const get = (name: string): unknown => own(properties, name);
  const { Condition } = resource;
  const conditional = Condition === undefined ? {} : { Condition };
  const make = (type: string, value: JsonObject, rest: JsonObject = {}): JsonObject => ({
    Type: type,
    ...conditional,
    ...rest,
    Properties: value,
  });
  const kept = Object.fromEntries(
    SAME.flatMap((name) => (get(name) === undefined ? [] : [[name, get(name)]])),
  );
  const role = get('Role') ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] };
  const { code, metadata } = codeOf(properties, 'CodeUri');
  const alias = get('AutoPublishAlias');
  const made: (readonly [string, unknown])[] = [
    [
      id,
      make(
        'AWS::Lambda::Function',
        { ...kept, Role: role, ...(code === undefined ? {} : { Code: code }) },
        {
          Metadata: { ...(own(resource, 'Metadata') as object | undefined), ...metadata, [FROM_SAM]: true },
        },
      ),
    ],
  ];
  if (get('Role') === undefined)
    made.push([
      `${id}Role`,
      make('AWS::IAM::Role', roleOf(id, properties, report), roleMetadata(properties)),
    ]);
  const target = { Ref: alias === undefined ? id : `${id}Alias` };
  for (const [mapping, value] of eventSourceMappings(id, target, get('Events')))
    made.push([mapping, make('AWS::Lambda::EventSourceMapping', value)]);
  if (alias !== undefined) {
    const version = { 'Fn::GetAtt': [`${id}Version`, 'Version'] };
    const DeletionPolicy = get('VersionDeletionPolicy') ?? 'Retain';
    made.push([
      `${id}Version`,
      make('AWS::Lambda::Version', { FunctionName: { Ref: id } }, { DeletionPolicy }),
    ]);
    made.push([
      `${id}Alias`,
      make('AWS::Lambda::Alias', { FunctionName: { Ref: id }, Name: alias, FunctionVersion: version }),
    ]);
  }
  const url = get('FunctionUrlConfig');
  if (url === undefined) return made;
  const picked = ['AuthType', 'Cors', 'InvokeMode'].flatMap((name) =>
    own(url, name) === undefined ? [] : [[name, own(url, name)] as const],
  );
  made.push([
    `${id}Url`,
    make('AWS::Lambda::Url', {
      ...Object.fromEntries(picked),
      TargetFunctionArn: { Ref: id },
      ...(alias === undefined ? {} : { Qualifier: alias }),
    }),
  ]);
  if (own(url, 'AuthType') === 'NONE') {
    const everyone = { FunctionName: target, Principal: '*' };
    made.push([
      `${id}UrlPublicPermissions`,
      make('AWS::Lambda::Permission', {
        ...everyone,
        Action: 'lambda:InvokeFunctionUrl',
        FunctionUrlAuthType: 'NONE',
      }),
    ]);
    made.push([
      `${id}URLInvokeAllowPublicAccess`,
      make('AWS::Lambda::Permission', {
        ...everyone,
        Action: 'lambda:InvokeFunction',
        InvokedViaFunctionUrl: true,
      }),
    ]);
  }
  return made;
}

/** What is not expanded is noted, so that nobody takes the role for one that may do no more. */
function roleMetadata(properties: unknown): JsonObject {
  const templates = [own(properties, 'Policies')]
    .flat()
    .filter((policy) => isPolicyTemplate(policy) && expandPolicyTemplate(policy) === undefined);
  return templates.length === 0 ? {} : { Metadata: { [POLICY_TEMPLATES]: templates.map(keyOf) } };
}

/** A policy template of SAM: its name, and its parameters. */
function isPolicyTemplate(policy: unknown): boolean {
  return isObject(policy) && own(policy, 'Statement') === undefined && !isIntrinsic(policy);
}

function keyOf(policy: unknown): string {
  return isObject(policy) ? (Object.keys(policy)[0] ?? '') : '';
}

function roleOf(id: string, properties: unknown, report: Report): JsonObject {
  const policies = own(properties, 'Policies');
  const list: readonly unknown[] =
    policies === undefined ? [] : Array.isArray(policies) ? (policies as readonly unknown[]) : [policies];
  const managed: unknown[] = [managedArn('AWSLambdaBasicExecutionRole')];
  if (own(properties, 'VpcConfig') !== undefined) managed.push(managedArn('AWSLambdaVPCAccessExecutionRole'));
  const inline: JsonObject[] = [];
  list.forEach((policy, index) => {
    if (typeof policy === 'string') managed.push(managedArn(policy));
    else if (own(policy, 'Statement') !== undefined)
      inline.push({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: policy });
    else if (!isPolicyTemplate(policy)) managed.push(policy);
    else {
      const document = expandPolicyTemplate(policy);
      if (document !== undefined) {
        inline.push({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: document });
        return;
      }
      report(
        `${id}.Policies.${index}`,
        `the SAM policy template ${show(keyOf(policy))} is not expanded; it grants nothing`,
      );
    }
  });
  const boundary = own(properties, 'PermissionsBoundary');
  const path = own(properties, 'RolePath');
  return {
    AssumeRolePolicyDocument: own(properties, 'AssumeRolePolicyDocument') ?? {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] },
      ],
    },
    ManagedPolicyArns: managed,
    ...(inline.length === 0 ? {} : { Policies: inline }),
    ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
    ...(path === undefined ? {} : { Path: path }),
  };
}

/** SAM takes the names of AWS's managed policies for their ARNs. */
function managedArn(name: string): unknown {
  if (name.startsWith('arn:')) return name;
  const path = /^AWSLambda\w*(ExecutionRole|Execution)$/.test(name) ? 'service-role/' : '';
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${path}${name}` };
}

/** Objects are merged, lists joined with the global one first, everything else is the function's own where it has one. */
function merge(global: unknown, own: unknown): unknown {
  if (own === undefined) return global;
  if (Array.isArray(global) && Array.isArray(own)) return [...(global as unknown[]), ...(own as unknown[])];
  if (!isObject(global) || !isObject(own) || isIntrinsic(global) || isIntrinsic(own)) return own;
  const names = new Set([...Object.keys(global), ...Object.keys(own)]);
  return Object.fromEntries(
    [...names].map((name) => [name, merge(ownOf(global, name), ownOf(own, name))] as const),
  );
}

function ownOf(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isIntrinsic(object: JsonObject): boolean {
  const [name = ''] = Object.keys(object);
  return name === 'Ref' || name.startsWith('Fn::');
}
