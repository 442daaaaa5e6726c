import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** What may depend on what: the arrows of the house run down only. */
const depConstraints = [
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
  // One arrow among libraries: cloud-assembly reads templates into hyperplane's model of a network (types only, see below).
  { sourceTag: 'type:lib', onlyDependOnLibsWithTags: ['scope:network'] },
  { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:proxy', onlyDependOnLibsWithTags: ['scope:shared'] },
  { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
  {
    allSourceTags: ['type:lib', 'scope:network'],
    onlyDependOnLibsWithTags: ['scope:network', 'scope:shared'],
  },
  // eni-finder asks IAM's rules, libs/iam, whether a role may still delete its interface.
  {
    allSourceTags: ['type:tool', 'scope:network'],
    onlyDependOnLibsWithTags: ['scope:network', 'scope:platform', 'scope:shared'],
  },
  {
    sourceTag: 'scope:platform',
    onlyDependOnLibsWithTags: ['scope:platform', 'scope:network', 'scope:shared'],
  },
  {
    sourceTag: 'type:app',
    bannedExternalImports: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'aws-lambda-ric'],
  },
  { sourceTag: 'type:lib', bannedExternalImports: ['aws-cdk-lib', 'constructs', 'cdk-nag'] },
];

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/.nx', '**/fixtures/**'] },
  ...nx.configs['flat/base'],
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Export by name: a default export has no name to search for.',
        },
      ],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['libs/cloud-assembly/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@furl/hyperplane',
              allowTypeImports: true,
              message: 'Import types only: what reads a template does not judge it.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        console: 'readonly',
        URL: 'readonly',
      },
    },
  },
  prettier,
);
