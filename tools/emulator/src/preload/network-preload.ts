/**
 * Loaded by the preload where a function is in a VPC, and only there: it brings the rules of networks with it, which
 * nobody else shall wait for.
 */
import { readFileSync } from 'node:fs';
import { connectionVerdict, type Network } from '@furl/hyperplane';
import { installNetworkRules } from './network-rules';
import { NETWORK_RULES_VARIABLE, type NetworkRules } from './network-rules-variable';

const rules = JSON.parse(process.env[NETWORK_RULES_VARIABLE] ?? '{}') as NetworkRules;
const network = JSON.parse(readFileSync(rules.file, 'utf8')) as Network;

installNetworkRules(
  (connection) => {
    const { verdict, because } = connectionVerdict(network, rules.function, connection);
    // What is not certain to be dropped is let through.
    return verdict === 'no' ? because : undefined;
  },
  (line) => process.stderr.write(`furl: ${line}\n`),
);
