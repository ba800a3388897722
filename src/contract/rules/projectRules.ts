import { agreementContract } from './consumer/agreementContract.ts';
import { agreementDate } from './consumer/agreementDate.ts';
import { agreementEnd } from './consumer/agreementEnd.ts';
import { agreementProvisional } from './consumer/agreementProvisional.ts';
import { agreementPurpose } from './consumer/agreementPurpose.ts';
import { agreementRegion } from './consumer/agreementRegion.ts';
import { agreementResidency } from './consumer/agreementResidency.ts';
import { agreementUnique } from './consumer/agreementUnique.ts';
import { bucketWidth } from './mask/bucketWidth.ts';
import { classifiedField } from './field/classifiedField.ts';
import { columnCount } from './graphql/columnCount.ts';
import { columnName } from './graphql/columnName.ts';
import { comparableField } from './field/comparableField.ts';
import { consumersFilePresent } from './consumer/consumersFilePresent.ts';
import { contractDate } from './contract/contractDate.ts';
import { contractPath } from './project/contractPath.ts';
import { contractPurposes } from './contract/contractPurposes.ts';
import { derivedFromColumn } from './lineage/derivedFromColumn.ts';
import { derivedFromPresent } from './lineage/derivedFromPresent.ts';
import { derivedFromSource } from './lineage/derivedFromSource.ts';
import { description } from './graphql/description.ts';
import { directiveArgumentValue } from './graphql/directiveArgumentValue.ts';
import { directivePlace } from './graphql/directivePlace.ts';
import { duration } from './contract/duration.ts';
import { edgeExpires } from './contract/edgeExpires.ts';
import { emptyText } from './graphql/emptyText.ts';
import { enumValueName } from './graphql/enumValueName.ts';
import { exceptionAbout } from './reconciliation/exceptionAbout.ts';
import { exceptionKindName } from './reconciliation/exceptionKindName.ts';
import { exceptionKinds } from './reconciliation/exceptionKinds.ts';
import { exceptionPlace } from './graphql/exceptionPlace.ts';
import { fieldArguments } from './graphql/fieldArguments.ts';
import { fieldCount } from './contract/fieldCount.ts';
import { fieldName } from './graphql/fieldName.ts';
import { fieldPurposes } from './field/fieldPurposes.ts';
import { indexFields } from './contract/indexFields.ts';
import { keyFieldKnown } from './key/keyFieldKnown.ts';
import { keyFieldNonNull } from './key/keyFieldNonNull.ts';
import { keyFieldType } from './key/keyFieldType.ts';
import { keyFieldVisible } from './key/keyFieldVisible.ts';
import { keyLength } from './key/keyLength.ts';
import { keyPresent } from './key/keyPresent.ts';
import { knownDirective } from './graphql/knownDirective.ts';
import { knownDirectiveArgument } from './graphql/knownDirectiveArgument.ts';
import { knownFile } from './project/knownFile.ts';
import { knownPurpose } from './graphql/knownPurpose.ts';
import { knownType } from './graphql/knownType.ts';
import { lineageReference } from './lineage/lineageReference.ts';
import { linkBy } from './link/linkBy.ts';
import { linkDirectives } from './link/linkDirectives.ts';
import { linkFieldType } from './link/linkFieldType.ts';
import { linkKey } from './link/linkKey.ts';
import { linkKeyType } from './link/linkKeyType.ts';
import { linkTarget } from './link/linkTarget.ts';
import { listDepth } from './graphql/listDepth.ts';
import { maskFitsType } from './mask/maskFitsType.ts';
import { maskTellsPresence } from './mask/maskTellsPresence.ts';
import { maskYieldsNull } from './mask/maskYieldsNull.ts';
import { meaningfulName } from './field/meaningfulName.ts';
import { nameLength } from './project/nameLength.ts';
import { nulCharacter } from './graphql/nulCharacter.ts';
import { oneContractType } from './contract/oneContractType.ts';
import { oneReconciliationType } from './reconciliation/oneReconciliationType.ts';
import { productKeyName } from './product/productKeyName.ts';
import { productName } from './product/productName.ts';
import { productSource } from './product/productSource.ts';
import { productTableName } from './product/productTableName.ts';
import { productTables } from './product/productTables.ts';
import { projectSql } from './product/projectSql.ts';
import { purposeAllowsSome } from './field/purposeAllowsSome.ts';
import { qualityMeasure } from './contract/qualityMeasure.ts';
import { reconciliationName } from './reconciliation/reconciliationName.ts';
import { reconciliationSql } from './reconciliation/reconciliationSql.ts';
import { recursiveType } from './graphql/recursiveType.ts';
import { requiredDirectiveArgument } from './graphql/requiredDirectiveArgument.ts';
import { residencyField } from './contract/residencyField.ts';
import { rootType } from './graphql/rootType.ts';
import { rowPolicyField } from './contract/rowPolicyField.ts';
import { servingName } from './contract/servingName.ts';
import { servingSource } from './contract/servingSource.ts';
import { servingTableUnique } from './contract/servingTableUnique.ts';
import { servingTopicSource } from './contract/servingTopicSource.ts';
import { sharedEnum } from './project/sharedEnum.ts';
import { slaAvailability } from './contract/slaAvailability.ts';
import { slaPresent } from './contract/slaPresent.ts';
import { shapeKeyword } from './source/shapeKeyword.ts';
import { shapeLength } from './source/shapeLength.ts';
import { shapeRequired } from './source/shapeRequired.ts';
import { sourceAgreement } from './product/sourceAgreement.ts';
import { sourceEnvelope } from './product/sourceEnvelope.ts';
import { sourceFile } from './product/sourceFile.ts';
import { sourceHeader } from './product/sourceHeader.ts';
import { sourceTopic } from './product/sourceTopic.ts';
import { sqlStatement } from './project/sqlStatement.ts';
import { sunsetAfterDeprecation } from './contract/sunsetAfterDeprecation.ts';
import { sunsetBeforeExpiry } from './contract/sunsetBeforeExpiry.ts';
import { sunsetWithStatus } from './contract/sunsetWithStatus.ts';
import { supportedDefinition } from './graphql/supportedDefinition.ts';
import { topicRead } from './source/topicRead.ts';
import { typeHasMembers } from './graphql/typeHasMembers.ts';
import { typeName } from './graphql/typeName.ts';
import { typeNameClash } from './contract/typeNameClash.ts';
import { uniqueDirective } from './graphql/uniqueDirective.ts';
import { uniqueDirectiveArgument } from './graphql/uniqueDirectiveArgument.ts';
import { uniqueMemberName } from './graphql/uniqueMemberName.ts';
import { uniqueTypeName } from './graphql/uniqueTypeName.ts';
import { unitFieldType } from './field/unitFieldType.ts';
import { unitSibling } from './field/unitSibling.ts';
import { usedSourceFile } from './product/usedSourceFile.ts';
import { usedType } from './graphql/usedType.ts';
import { vocabularyUnchanged } from './project/vocabularyUnchanged.ts';
import { widthOfBucket } from './mask/widthOfBucket.ts';
import type { Rule } from './Rule.ts';

/** Every rule that a project is checked against, from its files down to its agreements. */
export const projectRules: readonly Rule[] = Object.freeze([
  // project
  contractPath,
  knownFile,
  nameLength,
  sharedEnum,
  sqlStatement,
  vocabularyUnchanged,
  // graphql
  columnCount,
  columnName,
  description,
  directiveArgumentValue,
  directivePlace,
  emptyText,
  enumValueName,
  exceptionPlace,
  fieldArguments,
  fieldName,
  knownDirective,
  knownDirectiveArgument,
  knownPurpose,
  knownType,
  listDepth,
  nulCharacter,
  recursiveType,
  requiredDirectiveArgument,
  rootType,
  supportedDefinition,
  typeHasMembers,
  typeName,
  uniqueDirective,
  uniqueDirectiveArgument,
  uniqueMemberName,
  uniqueTypeName,
  usedType,
  // contract
  contractDate,
  contractPurposes,
  duration,
  edgeExpires,
  fieldCount,
  indexFields,
  oneContractType,
  qualityMeasure,
  residencyField,
  rowPolicyField,
  servingName,
  servingSource,
  servingTableUnique,
  servingTopicSource,
  slaAvailability,
  slaPresent,
  sunsetAfterDeprecation,
  sunsetBeforeExpiry,
  sunsetWithStatus,
  typeNameClash,
  // key
  keyFieldKnown,
  keyFieldNonNull,
  keyFieldType,
  keyFieldVisible,
  keyLength,
  keyPresent,
  // field
  classifiedField,
  comparableField,
  fieldPurposes,
  meaningfulName,
  purposeAllowsSome,
  unitFieldType,
  unitSibling,
  // mask
  bucketWidth,
  maskFitsType,
  maskTellsPresence,
  maskYieldsNull,
  widthOfBucket,
  // link
  linkBy,
  linkDirectives,
  linkFieldType,
  linkKey,
  linkKeyType,
  linkTarget,
  // lineage
  derivedFromColumn,
  derivedFromPresent,
  derivedFromSource,
  lineageReference,
  // product
  productKeyName,
  productName,
  productSource,
  productTableName,
  productTables,
  projectSql,
  sourceAgreement,
  sourceEnvelope,
  sourceFile,
  sourceHeader,
  sourceTopic,
  usedSourceFile,
  // source
  shapeKeyword,
  shapeLength,
  shapeRequired,
  topicRead,
  // reconciliation
  exceptionAbout,
  exceptionKindName,
  exceptionKinds,
  oneReconciliationType,
  reconciliationName,
  reconciliationSql,
  // consumer
  agreementContract,
  agreementDate,
  agreementEnd,
  agreementProvisional,
  agreementPurpose,
  agreementRegion,
  agreementResidency,
  agreementUnique,
  consumersFilePresent,
]);
