import { plan } from '@furl/hyperplane';
import { diagram } from '../src';
import { workspaceNetwork } from './networks';

/** Writes the picture that the README shows. */
const network = workspaceNetwork();
process.stdout.write(diagram(network, plan(network), 'svg'));
