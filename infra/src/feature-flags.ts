/**
 * The CDK feature flags that this app decides on, with the reason for each. They are part of the app and not of cdk.json,
 * so that a template is the same whoever synthesises it. Source: aws-cdk-lib, cx-api/FEATURE_FLAGS.md.
 */
export const FEATURE_FLAGS = {
  // Exports and imports: CloudFormation then refuses to delete a network or a URL that another stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  // The region is known, so the partition is: `arn:aws:…` reads better than a join with AWS::Partition.
  '@aws-cdk/core:enablePartitionLiterals': true,
  // Statements that differ in one part only become one.
  '@aws-cdk/aws-iam:minimizePolicies': true,
  // CloudFormation's own rules on the templates are errors, not warnings.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  // A secret in clear text in a template is an error.
  '@aws-cdk/core:checkSecretUsage': true,
} as const;
