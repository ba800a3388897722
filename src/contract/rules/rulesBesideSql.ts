import { bucketWidth } from './mask/bucketWidth.ts';
import { classifiedField } from './field/classifiedField.ts';
import { comparableField } from './field/comparableField.ts';
import { contractDate } from './contract/contractDate.ts';
import { contractPurposes } from './contract/contractPurposes.ts';
import { description } from './graphql/description.ts';
import { duration } from './contract/duration.ts';
import { edgeExpires } from './contract/edgeExpires.ts';
import { exceptionAbout } from './reconciliation/exceptionAbout.ts';
import { fieldPurposes } from './field/fieldPurposes.ts';
import { keyFieldNonNull } from './key/keyFieldNonNull.ts';
import { keyFieldVisible } from './key/keyFieldVisible.ts';
import { knownPurpose } from './graphql/knownPurpose.ts';
import { lineageReference } from './lineage/lineageReference.ts';
import { linkDirectives } from './link/linkDirectives.ts';
import { linkFieldType } from './link/linkFieldType.ts';
import { linkKeyType } from './link/linkKeyType.ts';
import { linkTarget } from './link/linkTarget.ts';
import { maskFitsType } from './mask/maskFitsType.ts';
import { maskTellsPresence } from './mask/maskTellsPresence.ts';
import { maskYieldsNull } from './mask/maskYieldsNull.ts';
import { meaningfulName } from './field/meaningfulName.ts';
import { purposeAllowsSome } from './field/purposeAllowsSome.ts';
import { qualityMeasure } from './contract/qualityMeasure.ts';
import { servingTopicSource } from './contract/servingTopicSource.ts';
import { sharedEnum } from './project/sharedEnum.ts';
import { slaAvailability } from './contract/slaAvailability.ts';
import { shapeKeyword } from './source/shapeKeyword.ts';
import { shapeLength } from './source/shapeLength.ts';
import { shapeRequired } from './source/shapeRequired.ts';
import { sourceAgreement } from './product/sourceAgreement.ts';
import { sourceEnvelope } from './product/sourceEnvelope.ts';
import { sourceTopic } from './product/sourceTopic.ts';
import { sunsetAfterDeprecation } from './contract/sunsetAfterDeprecation.ts';
import { sunsetBeforeExpiry } from './contract/sunsetBeforeExpiry.ts';
import { sunsetWithStatus } from './contract/sunsetWithStatus.ts';
import { topicRead } from './source/topicRead.ts';
import { typeName } from './graphql/typeName.ts';
import { typeNameClash } from './contract/typeNameClash.ts';
import { unitFieldType } from './field/unitFieldType.ts';
import { unitSibling } from './field/unitSibling.ts';
import { usedSourceFile } from './product/usedSourceFile.ts';
import { usedType } from './graphql/usedType.ts';
import { vocabularyUnchanged } from './project/vocabularyUnchanged.ts';
import { widthOfBucket } from './mask/widthOfBucket.ts';
import type { Rule } from './Rule.ts';

/**
 * Rules about what a project means and promises: whoever breaks one has the same tables all the same, and SQL must give the
 * same columns, so that it can be checked. Any other rule may be about what SQL rests on.
 */
export const rulesBesideSql: ReadonlySet<Rule> = new Set([
  bucketWidth,
  classifiedField,
  comparableField,
  contractDate,
  contractPurposes,
  description,
  duration,
  edgeExpires,
  exceptionAbout,
  fieldPurposes,
  keyFieldNonNull,
  keyFieldVisible,
  knownPurpose,
  lineageReference,
  linkDirectives,
  linkFieldType,
  linkKeyType,
  linkTarget,
  maskFitsType,
  maskTellsPresence,
  maskYieldsNull,
  meaningfulName,
  purposeAllowsSome,
  qualityMeasure,
  servingTopicSource,
  sharedEnum,
  slaAvailability,
  shapeKeyword,
  shapeLength,
  shapeRequired,
  sourceAgreement,
  sourceEnvelope,
  sourceTopic,
  sunsetAfterDeprecation,
  sunsetBeforeExpiry,
  sunsetWithStatus,
  topicRead,
  typeName,
  typeNameClash,
  unitFieldType,
  unitSibling,
  usedSourceFile,
  usedType,
  vocabularyUnchanged,
  widthOfBucket,
]);
