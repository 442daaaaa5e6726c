import { App, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import { FurlNetworkRules } from '../src/validation/furl-network-rules';
import { createFunction } from './small-network';

/** Everybody may call its function, which may read every bucket. */
const app = new App();
const door = createFunction(new Stack(app, 'OpenDoor'), 'Function', { functionName: 'open-door' });
door.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
door.addToRolePolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
Validations.of(app).addPlugins(new FurlNetworkRules());
app.synth();
