import { ApiError } from '../../api-error';

/** 404 to a question for something that a function might have and has not. */
export function noSuchResource(explanation: string): ApiError {
  return new ApiError(
    'ResourceNotFoundException',
    404,
    'The resource you requested does not exist.',
    explanation,
    { members: { Type: 'User' } },
  );
}
