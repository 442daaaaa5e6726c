import type { Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, IpAddresses, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { createFunction, createVpc, createWorker, isolated } from './small-network';

/** A rule, an app that breaks it and one that keeps it. */
export interface RuleApps {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly breaks: (stack: Stack) => void;
  readonly keeps: (stack: Stack) => void;
  /** The construct that is to blame, in the stack that breaks it. */
  readonly at: string;
  readonly says: RegExp;
  readonly remedy: RegExp;
}

/** Everything that one synthesis can find. */
export const RULE_APPS: readonly RuleApps[] = [
  {
    id: 'ENI_NOT_SHARED',
    severity: 'warning',
    what: 'functions that could share an interface, each with a group of its own, as CDK makes them',
    breaks: (stack) => {
      const vpc = createVpc(stack);
      createFunction(stack, 'One', { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets } });
      createFunction(stack, 'Two', { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets } });
    },
    keeps: (stack) => {
      const vpc = createVpc(stack);
      const securityGroups = [new SecurityGroup(stack, 'Group', { vpc })];
      createFunction(stack, 'One', { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroups });
      createFunction(stack, 'Two', { vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, securityGroups });
    },
    at: 'App/One/Resource',
    says: /2 sets of security groups take 4 interfaces where 2 would do/,
    remedy: /give all of them one security group/,
  },
  {
    id: 'INBOUND_RULES',
    severity: 'warning',
    what: 'inbound rules on the group of a function',
    breaks: (stack) => {
      const worker = createWorker(stack, createVpc(stack));
      worker.connections.allowFromAnyIpv4(Port.tcp(443));
    },
    keeps: (stack) => {
      const worker = createWorker(stack, createVpc(stack));
      worker.connections.allowToAnyIpv4(Port.tcp(443));
    },
    at: 'App/Group/Resource',
    says: /has inbound rules, and only functions use it/,
    remedy: /take the inbound rules away/,
  },
  {
    id: 'NEED_UNREACHABLE',
    severity: 'error',
    what: 'a service that the role allows and the network does not reach',
    breaks: (stack) => {
      const worker = createWorker(stack, createVpc(stack));
      worker.addToRolePolicy(
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }),
      );
    },
    keeps: (stack) => {
      const vpc = createVpc(stack);
      vpc.addInterfaceEndpoint('Secrets', { service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER });
      const worker = createWorker(stack, vpc);
      worker.addToRolePolicy(
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }),
      );
    },
    at: 'App/Worker/Resource',
    says: /secretsmanager.*its role allows secretsmanager:getsecretvalue.*cannot reach it/i,
    remedy: /endpoint/,
  },
  {
    id: 'NEED_UNREACHABLE',
    severity: 'error',
    what: 'a service that the environment names and the network does not reach',
    breaks: (stack) => {
      const environment = { QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' };
      createWorker(stack, createVpc(stack), { environment });
    },
    keeps: (stack) => {
      const environment = { QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' };
      createFunction(stack, 'Worker', { environment });
    },
    at: 'App/Worker/Resource',
    says: /sqs.*its environment names it in QUEUE_URL/,
    remedy: /endpoint/,
  },
  {
    id: 'NEED_UNREACHABLE',
    severity: 'error',
    what: 'a function URL called from a network without a way to the internet',
    breaks: (stack) => {
      const url = createFunction(stack, 'Server').addFunctionUrl();
      createWorker(stack, createVpc(stack), { environment: { SERVER_URL: url.url } });
    },
    keeps: (stack) => {
      const vpc = createVpc(stack, { natGateways: 1 });
      const url = createFunction(stack, 'Server').addFunctionUrl();
      createWorker(stack, vpc, {
        vpcSubnets: { subnets: vpc.privateSubnets },
        environment: { SERVER_URL: url.url },
      });
    },
    at: 'App/Worker/Resource',
    says: /URL of .*its environment names it in SERVER_URL/,
    remedy: /NAT gateway/,
  },
  {
    id: 'INTERNET_GATEWAY_IS_NO_INTERNET',
    severity: 'warning',
    what: 'a route to an internet gateway taken for internet access',
    breaks: (stack) => {
      const vpc = createVpc(stack, { natGateways: 0 });
      const vpcSubnets = { subnets: vpc.publicSubnets };
      createWorker(stack, vpc, { vpcSubnets, allowPublicSubnet: true });
    },
    keeps: (stack) => {
      const vpc = createVpc(stack, { natGateways: 1 });
      createWorker(stack, vpc, { vpcSubnets: { subnets: vpc.privateSubnets } });
    },
    at: 'App/Vpc/PublicSubnet1/Subnet',
    says: /routes 0\.0\.0\.0\/0 to an internet gateway/,
    remedy: /NAT gateway/,
  },
  {
    id: 'SUBNET_SMALL',
    severity: 'warning',
    what: 'a subnet of /28',
    breaks: (stack) => {
      createWorker(
        stack,
        createVpc(stack, { ...isolated(28), ipAddresses: IpAddresses.cidr('10.0.0.0/27') }),
      );
    },
    keeps: (stack) => {
      createWorker(
        stack,
        createVpc(stack, { ...isolated(27), ipAddresses: IpAddresses.cidr('10.0.0.0/26') }),
      );
    },
    at: 'App/Vpc/IsolatedSubnet1/Subnet',
    says: /\(10\.0\.0\.0\/28\) has 11 addresses to give/,
    remedy: /\/27 or larger/,
  },
  {
    id: 'ONE_SUBNET',
    severity: 'warning',
    what: 'one subnet only',
    breaks: (stack) => {
      const vpc = createVpc(stack);
      createWorker(stack, vpc, { vpcSubnets: { subnets: vpc.isolatedSubnets.slice(0, 1) } });
    },
    keeps: (stack) => void createWorker(stack, createVpc(stack)),
    at: 'App/Worker/Resource',
    says: /is in one subnet only/,
    remedy: /second Availability Zone/,
  },
  {
    id: 'URL_OPEN_TO_ALL',
    severity: 'error',
    what: 'a URL for everybody on a function that may do more than write logs',
    breaks: (stack) => {
      const server = createFunction(stack, 'Server');
      server.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      server.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    },
    keeps: (stack) => {
      createFunction(stack, 'Open').addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
      const server = createFunction(stack, 'Server');
      server.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
      server.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    },
    at: 'App/Server/Resource',
    says: /everybody may call the URL/,
    remedy: /AWS_IAM/,
  },
  {
    id: 'ROLE_LACKS_VPC_ACCESS',
    severity: 'error',
    what: 'a role that may not manage the interfaces of its function',
    breaks: (stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      const vpc = createVpc(stack);
      createWorker(stack, vpc, { role: role.withoutPolicyUpdates() });
    },
    keeps: (stack) => void createWorker(stack, createVpc(stack)),
    at: 'App/Role/Resource',
    says: /may not create and delete network interfaces/,
    remedy: /AWSLambdaVPCAccessExecutionRole/,
  },
  {
    id: 'SUBNET_USED_UP',
    severity: 'error',
    what: 'more interfaces than a subnet has addresses',
    breaks: (stack) => {
      const vpc = createVpc(stack, { ...isolated(28), ipAddresses: IpAddresses.cidr('10.0.0.0/27') });
      for (let number = 1; number <= 12; number += 1) {
        const group = new SecurityGroup(stack, `Group${number}`, { vpc, allowAllOutbound: false });
        group.addEgressRule(Peer.anyIpv4(), Port.tcp(number));
        createFunction(stack, `Worker${number}`, {
          vpc,
          vpcSubnets: { subnets: vpc.isolatedSubnets },
          securityGroups: [group],
        });
      }
    },
    keeps: (stack) => void createWorker(stack, createVpc(stack)),
    at: 'App/Vpc/IsolatedSubnet1/Subnet',
    says: /has 11 addresses and needs 12/,
    remedy: /larger subnet/,
  },
  {
    id: 'TOO_MANY_GROUPS',
    severity: 'error',
    what: 'more security groups than Lambda takes',
    breaks: (stack) => {
      const vpc = createVpc(stack);
      const securityGroups = ['A', 'B', 'C', 'D', 'E', 'F'].map(
        (id) => new SecurityGroup(stack, id, { vpc }),
      );
      createWorker(stack, vpc, { securityGroups });
    },
    keeps: (stack) => {
      const vpc = createVpc(stack);
      const securityGroups = ['A', 'B', 'C', 'D', 'E'].map((id) => new SecurityGroup(stack, id, { vpc }));
      createWorker(stack, vpc, { securityGroups });
    },
    at: 'App/Worker/Resource',
    says: /names 6 security groups, Lambda takes 5/,
    remedy: /fewer groups/,
  },
  {
    id: 'TOO_MANY_SUBNETS',
    severity: 'error',
    what: 'more subnets than Lambda takes',
    breaks: (stack) => addSpread(stack, 17),
    keeps: (stack) => addSpread(stack, 16),
    at: 'App/Worker',
    says: /names 17 subnets, Lambda takes 16/,
    remedy: /one subnet in each zone/,
  },
];

/** A function in subnets that are not in the template. */
function addSpread(stack: Stack, subnets: number): void {
  new CfnFunction(stack, 'Worker', {
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    role: 'arn:aws:iam::111122223333:role/worker',
    code: { zipFile: 'exports.handler = async () => {};' },
    vpcConfig: {
      subnetIds: Array.from({ length: subnets }, (_, index) => `subnet-${index}`),
      securityGroupIds: ['sg-0'],
    },
  });
}
