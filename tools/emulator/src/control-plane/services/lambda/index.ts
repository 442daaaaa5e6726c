import type { Service } from '../../operation';
import { restJson } from '../../protocols/rest-json';
import { deleteFunction } from './delete-function';
import { getEventSourceMapping, listEventSourceMappings } from './event-source-mappings';
import { getFunction, getFunctionConfiguration, listFunctions, listVersionsByFunction } from './functions';
import { getPolicy } from './get-policy';
import { invoke } from './invoke';
import { invokeWithResponseStream } from './invoke-with-response-stream';
import { publishVersion } from './publish-version';
import { updateFunctionConfiguration } from './update-function-configuration';
import { getFunctionUrlConfig, listFunctionUrlConfigs } from './url-configs';

/** AWS Lambda. */
export const lambda: Service = {
  name: 'lambda',
  protocol: restJson,
  operations: [
    deleteFunction,
    getEventSourceMapping,
    getFunction,
    getFunctionConfiguration,
    getFunctionUrlConfig,
    getPolicy,
    invoke,
    invokeWithResponseStream,
    listEventSourceMappings,
    listFunctions,
    listFunctionUrlConfigs,
    listVersionsByFunction,
    publishVersion,
    updateFunctionConfiguration,
  ],
};
