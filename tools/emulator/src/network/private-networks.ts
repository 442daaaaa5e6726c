import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentNetwork, LambdaFunction } from '@furl/cloud-assembly';
import { reach, type Maybe, type Network, type VpcConfig } from '@furl/hyperplane';
import type { NetworkRules } from '../preload/network-rules-variable';

/** Where networks are written, and by whom they are removed if this process cannot. */
export interface PrivateNetworksOptions {
  readonly temporaryRoot: string;
  /** Hears of the folder that is made, before anything is in it. */
  readonly onFolder: (folder: string) => void;
}

/** What a function's network lets through. */
export interface FunctionNetwork {
  /** Absent: everything. */
  readonly rules?: NetworkRules;
  /** What does not follow from the templates, for the person at the terminal; absent when all does. */
  readonly notice?: string;
}

/**
 * The networks of functions in VPCs, each in a file that its sandboxes read: they ask for themselves, connection by
 * connection, what AWS would drop.
 */
export class PrivateNetworks {
  private readonly files = new Map<string, string>();
  private folder: string | undefined;

  constructor(private readonly options: PrivateNetworksOptions) {}

  /**
   * What a version of a function reaches.
   *
   * @param network of its account and Region
   * @param vpcConfig the one that it runs with
   */
  networkOf(fn: LambdaFunction, network: EnvironmentNetwork, vpcConfig: Maybe<VpcConfig>): FunctionNetwork {
    const all = asSeenFrom(network, fn.arn, vpcConfig);
    const rules = { file: this.write(all), function: fn.arn };
    const { verdict, because } = reach(all, fn.arn, { kind: 'internet' });
    if (verdict !== 'partial') return { rules };
    const notice = `${fn.functionName}: what its VPC reaches does not follow from the templates (${because}); what is not certain to be dropped is let through`;
    return { rules, notice };
  }

  /** Removes the files. */
  remove(): void {
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
    this.files.clear();
  }

  /** The same network always has the same name: a reload that changes nothing starts nothing anew. */
  private write(network: Network): string {
    const text = JSON.stringify(network);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const known = this.files.get(hash);
    if (known !== undefined) return known;
    const file = join(this.ownFolder(), `${hash}.json`);
    writeFileSync(file, text);
    this.files.set(hash, file);
    return file;
  }

  private ownFolder(): string {
    if (this.folder === undefined) {
      this.folder = mkdtempSync(join(this.options.temporaryRoot, 'furl-networks-'));
      this.options.onFolder(this.folder);
    }
    return this.folder;
  }
}

/** Without what plays no part in one function's connections: a sandbox reads it before it loads its function. */
function asSeenFrom(network: Network, arn: string, vpcConfig: Maybe<VpcConfig>): Network {
  const functions = network.functions.flatMap((each) => {
    if (each.id === arn) return [{ ...each, vpcConfig, needs: [] }];
    return each.url === undefined ? [] : [{ ...each, needs: [] }];
  });
  return { ...network, functions, publishedVersions: [], eventSourceMappings: [], roles: [] };
}
