import type { EventSourceMapping, FunctionState, FunctionVersion } from '../model';
import { functionStateOf, functionVersionOf, mappingOf } from '../shapes-of-aws';
import type { Source } from '../source';
import type { Call } from './aws-source';
import type { ClientConfig } from './clients';
import { lazy } from './lazy';

/** With all versions, 50 a page is the most (Lambda API Reference, "ListFunctions"). */
const FUNCTIONS_A_PAGE = 50;
const MAPPINGS_A_PAGE = 100;

/** What is asked of Lambda. */
export function lambdaOf(
  config: ClientConfig,
  call: Call,
): Pick<Source, 'functions' | 'mappings' | 'functionState'> & { close(): void } {
  const sdk = () => import('@aws-sdk/client-lambda');
  const client = lazy(async () => new (await sdk()).LambdaClient(config));

  async function* functions(signal: AbortSignal): AsyncGenerator<FunctionVersion[]> {
    const { ListFunctionsCommand } = await sdk();
    const lambda = await client.get();
    let marker: string | undefined;
    do {
      const page = new ListFunctionsCommand({
        FunctionVersion: 'ALL',
        MaxItems: FUNCTIONS_A_PAGE,
        Marker: marker,
      });
      const { Functions = [], NextMarker } = await call(
        'lambda:ListFunctions',
        (options) => lambda.send(page, options),
        signal,
      );
      yield Functions.map(functionVersionOf);
      marker = NextMarker || undefined;
    } while (marker !== undefined);
  }

  async function* mappings(signal: AbortSignal): AsyncGenerator<EventSourceMapping[]> {
    const { ListEventSourceMappingsCommand } = await sdk();
    const lambda = await client.get();
    let marker: string | undefined;
    do {
      const page = new ListEventSourceMappingsCommand({ MaxItems: MAPPINGS_A_PAGE, Marker: marker });
      const { EventSourceMappings = [], NextMarker } = await call(
        'lambda:ListEventSourceMappings',
        (options) => lambda.send(page, options),
        signal,
      );
      yield EventSourceMappings.map(mappingOf);
      marker = NextMarker || undefined;
    } while (marker !== undefined);
  }

  async function functionState(nameOrArn: string): Promise<FunctionState | undefined> {
    const { GetFunctionConfigurationCommand, ResourceNotFoundException } = await sdk();
    const lambda = await client.get();
    return call('lambda:GetFunctionConfiguration', async (options) => {
      try {
        return functionStateOf(
          await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: nameOrArn }), options),
        );
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    });
  }

  return { functions, mappings, functionState, close: () => client.close() };
}
