import {
  classifications,
  contractStatuses,
  contractTiers,
  deliveries,
  maskStrategies,
  settlements,
} from '../../contract/model.ts';

const vocabulary: Readonly<Record<string, readonly string[]>> = {
  ContractTier: contractTiers,
  ContractStatus: contractStatuses,
  Settlement: settlements,
  Delivery: deliveries,
  Classification: classifications,
  MaskStrategy: maskStrategies,
};

/** The enums of the gateway's vocabulary that the catalog and `_meta` speak in. */
export function vocabularyEnumsSdl(): string {
  return Object.entries(vocabulary)
    .map(([name, values]) => `enum ${name} {\n  ${values.join('\n  ')}\n}`)
    .join('\n\n');
}
