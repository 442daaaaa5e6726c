import type { Service } from '../../operation';
import { restJson } from '../../protocols/rest-json';
import { getFunction, getFunctionConfiguration, listFunctions } from './functions';
import { getPolicy } from './get-policy';
import { invoke } from './invoke';
import { invokeWithResponseStream } from './invoke-with-response-stream';
import { getFunctionUrlConfig, listFunctionUrlConfigs } from './url-configs';

/** AWS Lambda. */
export const lambda: Service = {
  name: 'lambda',
  protocol: restJson,
  operations: [
    getFunction,
    getFunctionConfiguration,
    getFunctionUrlConfig,
    getPolicy,
    invoke,
    invokeWithResponseStream,
    listFunctions,
    listFunctionUrlConfigs,
  ],
};
