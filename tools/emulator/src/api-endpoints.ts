import type { LambdaFunction } from '@furl/cloud-assembly';

/** The services that functions reach here, as `AWS_ENDPOINT_URL_<SERVICE>` names them. */
const SERVICES = ['lambda', 'sts'] as const;

/**
 * The variables with which the AWS SDKs and the CLI in a function find the services that are here (AWS SDKs and Tools
 * Reference Guide, "Service-specific endpoints"). Other services are asked for where they always are.
 *
 * @param port of the emulator
 * @returns none of what the template says itself
 */
export function apiEndpoints({ region, environment }: LambdaFunction, port: number): Record<string, string> {
  // Its own endpoint for all services is for these too, and would be hidden.
  if (environment['AWS_ENDPOINT_URL'] !== undefined) return {};
  // Names of their own: what a VPC does not let through is dropped, as on AWS, while `localhost` is open.
  return Object.fromEntries(
    SERVICES.map((service) => [
      `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
      `http://${service}.${region}.localhost:${port}`,
    ]),
  );
}
