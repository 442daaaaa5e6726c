import { base64 } from './base64';
import { cidr } from './cidr';
import { findInMap } from './find-in-map';
import { getAtt } from './get-att';
import { getAzs } from './get-azs';
import { getStackOutput } from './get-stack-output';
import { ifThenElse } from './if';
import { importValue } from './import-value';
import type { Intrinsic } from './intrinsic';
import { join } from './join';
import { length } from './length';
import { ref } from './ref';
import { select } from './select';
import { split } from './split';
import { sub } from './sub';
import { toJsonString } from './to-json-string';

/** The functions of "Intrinsic function reference" that are understood, by name. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAzs],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::If', ifThenElse],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::ToJsonString', toJsonString],
]);
