import { bodyCases } from './cases/bodies';
import { failureCases } from './cases/failures';
import { guardCases } from './cases/guards';
import { requestCases } from './cases/requests';
import { requestHeaderCases } from './cases/request-headers';
import { responseCases } from './cases/responses';
import type { ConformanceCase } from './case';

/** The table: what a client and an upstream may rely on, whatever runs the proxy. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...requestCases,
  ...requestHeaderCases,
  ...bodyCases,
  ...responseCases,
  ...failureCases,
  ...guardCases,
];
