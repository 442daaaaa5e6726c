export { defaultCredentials, type DefaultCredentialsOptions } from './default-credentials';
export { environmentCredentials } from './environment-credentials';
export { SigV4Error, type SigV4ErrorCode } from './errors';
export { presign, type PresignOptions } from './presign';
export { regionAndService } from './region-and-service';
export { sign } from './sign';
export { signedFetch, type SignedFetchOptions } from './signed-fetch';
export type {
  Acceptance,
  CredentialProvider,
  Credentials,
  HeaderPairs,
  Key,
  KeyLookup,
  ReceivedRequest,
  Refusal,
  RefusalCode,
  SignableRequest,
  SignedRequest,
  SignOptions,
  Verification,
  VerifyOptions,
} from './types';
export { verify } from './verify';
