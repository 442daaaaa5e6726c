import type { FunctionUrlResult } from '@furl/http-response';

import { greet } from './greet';

/** Answers every request of the function URL with the greeting. */
export const handler = async (): Promise<FunctionUrlResult> => greet();
