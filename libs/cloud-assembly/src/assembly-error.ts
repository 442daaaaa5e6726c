/** What is wrong with an assembly as a whole. */
export type AssemblyErrorCode =
  | 'MANIFEST_MISSING'
  | 'MANIFEST_INVALID'
  | 'TEMPLATE_MISSING'
  | 'TEMPLATE_INVALID'
  | 'FILE_UNREADABLE'
  | 'TARGET_INVALID'
  | 'TEMPLATE_TOO_LARGE'
  | 'REFERENCES_CIRCULAR'
  | 'REFERENCE_MISSING'
  | 'OUTPUT_MISSING'
  | 'ENVIRONMENT_INVALID';

/** Thrown when there is no assembly, or one whose manifest or templates cannot be read at all. */
export class AssemblyError extends Error {
  readonly code: AssemblyErrorCode;

  constructor(code: AssemblyErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'AssemblyError';
    this.code = code;
  }
}
