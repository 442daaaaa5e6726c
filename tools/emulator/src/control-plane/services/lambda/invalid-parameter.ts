import { ApiError } from '../../api-error';

/** 400 to an input that Lambda does not take. */
export function invalidParameter(
  code: 'InvalidParameterValueException' | 'ValidationException',
  message: string,
  explanation?: string,
): ApiError {
  return new ApiError(code, 400, message, explanation, {
    members: { Type: 'User' },
    messageMember: 'message',
  });
}
