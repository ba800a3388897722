import type { Contract } from './model.ts';

/** What says where and in which words something is declared, and changes nothing for anybody. */
const words: ReadonlySet<string> = new Set([
  'node',
  'place',
  'sqlLines',
  'file',
  'description',
  'definedBy',
  'owner',
]);

function facts(contract: Contract): string {
  return JSON.stringify(contract, (name, value: unknown) => {
    if (words.has(name)) return undefined;
    return value instanceof Map ? [...value] : value;
  });
}

/** Whether two declarations of a contract version promise and serve the same, whatever words they have for it. */
export function isSameContract(one: Contract, other: Contract): boolean {
  return one === other || facts(one) === facts(other);
}
