/** Credentials of nobody, in place of those of whoever runs the tests; to be called in a suite. */
export function useFakeCredentials(): void {
  const before = { ...process.env };
  beforeAll(() => {
    process.env = {
      ...Object.fromEntries(Object.entries(before).filter(([name]) => !name.startsWith('AWS_'))),
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEEXAMPLE12',
      AWS_SECRET_ACCESS_KEY: 'a-secret-for-tests',
      // The files of whoever runs the tests, and the address of an instance's role, are nobody's business here.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
  });
  afterAll(() => {
    process.env = before;
  });
}
