import type { PolicyDocument } from '@furl/iam';

/** A policy document as IAM gives it out: JSON, percent-encoded (IAM API Reference, "GetRole"; RFC 3986 §2.3). */
export function encodedDocument(document: PolicyDocument): string {
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
