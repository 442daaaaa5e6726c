import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryXml } from './query-xml';

type Json = Readonly<Record<string, unknown>>;

/** An account as this server has it: in the shapes of the AWS CLI. */
export interface Account {
  enis: Json[];
  functions: Json[];
  mappings: Json[];
  states: Json[];
  roles: Json[];
  events: Json[];
}

/** How a call fails. */
export interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  /** How often, before it is answered; always, when absent. */
  times?: number;
  /** Breaks the connection off instead. */
  readonly breaksOff?: boolean;
  /** Only calls whose request has this in it. */
  readonly only?: string;
}

/** A call that came in. */
interface Call {
  readonly action: string;
  readonly input: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Speaks the protocols of the five services as far as `furl eni` hears them: EC2's and IAM's query XML, Lambda's REST
 * JSON, CloudTrail's JSON 1.1. What it speaks is read by AWS's own SDK.
 */
export class FakeAws {
  /** The actions that were called, in order: `lambda:ListFunctions`. */
  readonly calls: string[] = [];
  readonly faults = new Map<string, Fault>();
  /** How long each answer takes, in milliseconds. */
  latencyMs = 0;
  functionsAPage = 50;
  enisAPage = 1000;
  /** Entries a page of everything else. */
  othersAPage = 100;
  account: Account = { enis: [], functions: [], mappings: [], states: [], roles: [], events: [] };
  /** Ids of interfaces that were deleted. */
  readonly deleted: string[] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Has what a fixture has. */
  load(folder: string): void {
    for (const file of readdirSync(folder)) {
      const body = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Json[]>;
      this.account.enis.push(...(body['NetworkInterfaces'] ?? []));
      this.account.functions.push(...(body['Functions'] ?? []));
      this.account.mappings.push(...(body['EventSourceMappings'] ?? []));
      this.account.events.push(...(body['Events'] ?? []));
      this.account.roles.push(...(body['RoleDetailList'] ?? []));
      if (body['State'] !== undefined) this.account.states.push(body);
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const service = /\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const call = readCall(service, request, Buffer.concat(chunks).toString());
    this.calls.push(call.action);
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    const fault = this.faults.get(call.action);
    const isMeant = fault?.only === undefined || `${request.url}${call.body}`.includes(fault.only);
    if (fault !== undefined && isMeant && (fault.times ?? 1) > 0) {
      if (fault.times !== undefined) fault.times -= 1;
      if (fault.breaksOff) return void request.socket.destroy();
      return fail(service, response, fault);
    }
    const result = this.result(call);
    if ('code' in result) return fail(service, response, result);
    const isXml = service !== 'lambda' && service !== 'cloudtrail';
    response.writeHead(200, { 'content-type': isXml ? 'text/xml' : 'application/json' });
    response.end(
      isXml ? queryXml(service, call.action.split(':')[1] ?? '', result.ok) : JSON.stringify(result.ok),
    );
  }

  private result(call: Call): { readonly ok: Json } | Fault {
    const input = (name: string): string => call.input.get(name) ?? '';
    switch (call.action) {
      case 'sts:GetCallerIdentity':
        return {
          ok: { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/alice', UserId: 'AIDA' },
        };
      case 'ec2:DescribeNetworkInterfaces': {
        const size = Math.min(this.enisAPage, Number(input('MaxResults') || 1000));
        const { page, next } = pageOf(
          this.account.enis.filter(filtered(call.input)),
          input('NextToken'),
          size,
        );
        return { ok: { NetworkInterfaces: page, NextToken: next } };
      }
      case 'ec2:DeleteNetworkInterface': {
        const id = input('NetworkInterfaceId');
        const eni = this.account.enis.find((each) => each['NetworkInterfaceId'] === id);
        if (eni === undefined) return { status: 400, code: 'InvalidNetworkInterfaceID.NotFound' };
        if (eni['Status'] !== 'available') return { status: 400, code: 'InvalidParameterValue' };
        this.account.enis = this.account.enis.filter((each) => each !== eni);
        this.deleted.push(id);
        return { ok: {} };
      }
      case 'lambda:ListFunctions': {
        const { page, next } = pageOf(this.account.functions, input('Marker'), this.functionsAPage);
        return { ok: { Functions: page, NextMarker: next ?? null } };
      }
      case 'lambda:ListEventSourceMappings': {
        const { page, next } = pageOf(this.account.mappings, input('Marker'), this.othersAPage);
        // This API writes moments as seconds.
        return { ok: { EventSourceMappings: page, NextMarker: next ?? null } };
      }
      case 'lambda:GetFunctionConfiguration': {
        const name = input('FunctionName').replace(/:\$LATEST$/, '');
        const state = this.account.states.find((each) => each['FunctionArn'] === name);
        const known = this.account.functions.some((each) =>
          String(each['FunctionArn']).startsWith(`${name}:`),
        );
        if (state === undefined && !known) return { status: 404, code: 'ResourceNotFoundException' };
        return { ok: state ?? { FunctionArn: name, State: 'Active', LastUpdateStatus: 'Successful' } };
      }
      case 'iam:ListRoles': {
        const { page, next } = pageOf(this.account.roles.map(plainRole), input('Marker'), this.othersAPage);
        return { ok: { Roles: page, IsTruncated: next !== undefined, Marker: next } };
      }
      case 'cloudtrail:LookupEvents': {
        const { LookupAttributes, NextToken } = JSON.parse(call.body) as {
          LookupAttributes: { AttributeValue: string }[];
          NextToken?: string;
        };
        const wanted = LookupAttributes[0]?.AttributeValue;
        const events = this.account.events
          .filter(({ EventName }) => EventName === wanted)
          .map((event) => ({ ...event, EventTime: new Date(String(event['EventTime'])).getTime() / 1000 }))
          .sort((one, other) => other.EventTime - one.EventTime);
        const { page, next } = pageOf(events, NextToken ?? '', 50);
        return { ok: { Events: page, NextToken: next } };
      }
      default:
        return this.ofRole(call.action, input);
    }
  }

  private ofRole(action: string, input: (name: string) => string): { readonly ok: Json } | Fault {
    const name = input('RoleName') || (input('PolicySourceArn').split('/').at(-1) ?? '');
    const role = this.account.roles.find((each) => each['RoleName'] === name);
    if (role === undefined) return { status: 404, code: 'NoSuchEntity' };
    const policies = role['RolePolicyList'] as readonly { PolicyName: string; PolicyDocument: unknown }[];
    const text = JSON.stringify(policies);
    switch (action) {
      case 'iam:GetRole':
        return { ok: { Role: plainRole(role) } };
      case 'iam:SimulatePrincipalPolicy': {
        const decision = text.includes('ec2:DeleteNetworkInterface') ? 'allowed' : 'implicitDeny';
        const result = {
          EvalActionName: 'ec2:DeleteNetworkInterface',
          EvalResourceName: '*',
          EvalDecision: decision,
        };
        return { ok: { EvaluationResults: [result], IsTruncated: false } };
      }
      case 'iam:ListAttachedRolePolicies':
        return { ok: { AttachedPolicies: [], IsTruncated: false } };
      case 'iam:ListRolePolicies':
        return { ok: { PolicyNames: policies.map(({ PolicyName }) => PolicyName), IsTruncated: false } };
      case 'iam:GetRolePolicy': {
        const policy = policies.find(({ PolicyName }) => PolicyName === input('PolicyName'));
        return {
          ok: {
            RoleName: name,
            PolicyName: input('PolicyName'),
            PolicyDocument: encodeURIComponent(JSON.stringify(policy?.PolicyDocument)),
          },
        };
      }
      default:
        return { status: 400, code: 'InvalidAction' };
    }
  }
}

function readCall(service: string, { method, url = '/', headers }: IncomingMessage, body: string): Call {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (service === 'lambda') {
    const input = new Map(searchParams);
    const [, kind, name, what] = /^\/2015-03-31\/([a-z-]+)\/?([^/]*)\/?([^/]*)$/.exec(pathname) ?? [];
    if (name) input.set('FunctionName', decodeURIComponent(name));
    const operations: Readonly<Record<string, string>> = {
      'GET functions ': 'ListFunctions',
      'GET event-source-mappings ': 'ListEventSourceMappings',
      'GET functions configuration': 'GetFunctionConfiguration',
    };
    return { action: `lambda:${operations[`${method} ${kind} ${what}`]}`, input, body };
  }
  if (service === 'cloudtrail') {
    return {
      action: `cloudtrail:${String(headers['x-amz-target']).split('.').at(-1)}`,
      input: new Map(),
      body,
    };
  }
  const input = new Map(new URLSearchParams(body));
  return { action: `${service}:${input.get('Action')}`, input, body };
}

function fail(
  service: string,
  response: ServerResponse,
  { status, code, message = `${code} for a test` }: Fault,
): void {
  if (service === 'lambda') {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
    return void response.end(JSON.stringify({ Type: 'User', Message: message }));
  }
  if (service === 'cloudtrail') {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
    return void response.end(JSON.stringify({ __type: code, message }));
  }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    service === 'ec2'
      ? `<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`,
  );
}

/** A marker is where the next page begins. */
function pageOf<T>(all: readonly T[], marker: string, size: number): { page: T[]; next: string | undefined } {
  const start = Number(marker || 0);
  const end = start + size;
  return { page: all.slice(start, end), next: end < all.length ? String(end) : undefined };
}

/** EC2's filters: all of them, each with any of its values. */
function filtered(input: ReadonlyMap<string, string>): (eni: Json) => boolean {
  const filters = [...input].flatMap(([key, name]) => {
    const [, index] = /^Filter\.(\d+)\.Name$/.exec(key) ?? [];
    const isValue = (other: string): boolean => other.startsWith(`Filter.${index}.Value.`);
    const values = [...input].filter(([other]) => isValue(other)).map(([, value]) => value);
    return index === undefined ? [] : [{ name, values }];
  });
  const of = (eni: Json, name: string): unknown[] => {
    if (name === 'group-id') return (eni['Groups'] as { GroupId: string }[]).map(({ GroupId }) => GroupId);
    const members: Readonly<Record<string, string>> = {
      'network-interface-id': 'NetworkInterfaceId',
      'subnet-id': 'SubnetId',
      'vpc-id': 'VpcId',
    };
    return [eni[members[name] ?? '']];
  };
  return (eni) =>
    filters.every(({ name, values }) => of(eni, name).some((value) => values.includes(String(value))));
}

/** As GetRole has it: the trust policy percent-encoded. */
function plainRole(role: Json): Json {
  const { Path, RoleName, RoleId, Arn, CreateDate, PermissionsBoundary } = role;
  return {
    ...{ Path, RoleName, RoleId, Arn, CreateDate, PermissionsBoundary },
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(role['AssumeRolePolicyDocument'])),
  };
}
