import type { Project } from '../../contract/model.ts';
import { enumSdl } from './enumSdl.ts';

const spoken: ReadonlySet<string> = new Set([
  'ContractTier',
  'ContractStatus',
  'Settlement',
  'Delivery',
  'Classification',
  'MaskStrategy',
  'Severity',
]);

/** The enums of the gateway's vocabulary that the catalog, `_meta` and `exceptions` speak in. */
export function vocabularyEnumsSdl({ vocabulary }: Project): string {
  return [...vocabulary.values()]
    .filter(({ name }) => spoken.has(name))
    .map(enumSdl)
    .join('\n\n');
}
