import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EnvironmentNetwork, Role } from '@furl/cloud-assembly';
import type { Credentials } from '@furl/sigv4';
import { Account } from '../../src/account/account';
import { AsynchronousInvocations, serveApiCall, Trail } from '../../src/control-plane';
import type { DeployedFunction, LivingNetwork } from '../../src/network/living-network';
import type { ManagementEvent } from '../../src/network/management-event';
import type { NetworkInterface } from '../../src/network/network-interface';

/** The account and the Region of everything that {@link ApiServer} serves. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';

/** What is in an account, as it stands still. */
export interface StillAccount {
  readonly network?: EnvironmentNetwork;
  readonly functions?: readonly DeployedFunction[];
  readonly interfaces?: readonly NetworkInterface[];
  readonly history?: readonly ManagementEvent[];
  readonly roles?: readonly Role[];
  readonly freeAddresses?: ReadonlyMap<string, number>;
}

/** The APIs on a port of their own, over accounts that a test makes up: nothing runs behind them, and nothing changes. */
export class ApiServer {
  readonly account = new Account(ACCOUNT, 'aws', []);
  readonly developer: Credentials = this.account.admitDeveloper();
  private current: StillAccount = {};
  private trail = new Trail();
  private readonly asynchronous = new AsynchronousInvocations({ events: () => undefined });
  private readonly server = createServer((incoming, response) => {
    const network = this.network();
    const backend = {
      functions: () =>
        network.functions().map(({ fn, versions }) => ({ fn, versions, hostOf: () => undefined, urls: [] })),
      network,
      account: this.account,
      asynchronous: this.asynchronous,
      events: () => undefined,
      clock: () => new Date(),
      trail: this.trail,
    };
    void serveApiCall(incoming, response, backend, false);
  });

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this;
  }

  get endpoint(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What a client of an SDK needs to call it. */
  get options() {
    const { endpoint, developer } = this;
    return { endpoint, region: REGION, credentials: developer, maxAttempts: 1 };
  }

  /** Puts another account in the place of the one that is served. */
  serve(account: StillAccount): void {
    this.current = account;
    this.trail = new Trail();
    this.account.replaceRoles(account.roles ?? []);
  }

  async close(): Promise<void> {
    this.asynchronous.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private network(): LivingNetwork {
    const { network, functions = [], interfaces = [], history = [], freeAddresses } = this.current;
    return {
      functions: () => functions,
      networks: () => (network === undefined ? [] : [network]),
      interfaces: () => interfaces,
      freeAddresses: (subnetId) => freeAddresses?.get(subnetId),
      history: () => history,
      deleteInterface: () => 'not-found',
      changeInterfaceGroups: () => 'not-found',
      deleteFunction: async () => 'not-found',
      updateVpcConfig: async () => 'not-found',
      publishVersion: async () => 'not-found',
    };
  }
}
