import { contractSites } from '../../declarations/sites.ts';
import { toPascalCase } from '../../names.ts';
import type { Rule } from '../Rule.ts';

const empty: readonly string[] = [
  'amount',
  'attributes',
  'code',
  'count',
  'data',
  'date',
  'details',
  'flag',
  'info',
  'kind',
  'metadata',
  'number',
  'payload',
  'properties',
  'result',
  'state',
  'status',
  'time',
  'timestamp',
  'total',
  'type',
  'value',
];

/** A name that everybody fills with another meaning is an argument and not a contract. */
export const meaningfulName: Rule = {
  id: 'meaningful-name',
  *check(declarations) {
    for (const { type } of contractSites(declarations)) {
      for (const { name, place } of type.fields) {
        if (!empty.includes(name)) continue;
        yield {
          at: place,
          message: `Field name "${name}" means something else to each of its readers.`,
          fix: `Say which ${name} it is, e.g. "settlement${toPascalCase(name)}".`,
        };
      }
    }
  },
};
