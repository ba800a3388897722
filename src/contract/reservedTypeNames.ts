/**
 * Types that every caller's schema has of the gateway's own; a test holds the list against the printed schema. Scalars
 * and the vocabulary's enums are not among them.
 */
export const reservedTypeNames: ReadonlySet<string> = new Set([
  'ChangeKind',
  'ConcernedRow',
  'Contract',
  'ContractField',
  'ContractFreshness',
  'ContractLink',
  'ContractSla',
  'ContractSource',
  'ContractSunset',
  'ExceptionConnection',
  'ExceptionEdge',
  'OrderDirection',
  'PageInfo',
  'QualityMeasure',
  'ReconciliationException',
  'RowException',
  'RowLineage',
  'RowMeta',
  'SourceEvent',
  'SourceKind',
]);
