import { placeOf } from '../../declarations/placeOf.ts';
import { contractSites } from '../../declarations/sites.ts';
import { isTopicName, topicNameFix } from '../../topicName.ts';
import type { Rule } from '../Rule.ts';

const identifier = '[a-z_][a-z0-9_]{0,62}';
const tablePattern = new RegExp(`^${identifier}\\.${identifier}$`);
const columnPattern = new RegExp(`^${identifier}$`);
// The platform's own tables, which are no contract's.
const platform =
  /^(concordat|raw|audit|reconciliation|information_schema|pg_\w*)\.|^contract\.(change|state|masked_value|mask_key)$/;

/** Names of tables, columns and topics can be written without quotes and belong to no part of the platform. */
export const servingName: Rule = {
  id: 'serving-name',
  *check(declarations) {
    const products = new Set(declarations.products.map(({ name }) => name));
    for (const { contract, type, file } of contractSites(declarations)) {
      const serving = declarations.directives.one(type.node, 'serving');
      if (!serving) continue;
      const { table, topic, asOf } = serving.args;
      const at = placeOf(file, serving.node);
      if (table !== undefined && !tablePattern.test(table)) {
        yield {
          at,
          message: `"${table}" is no table's name.`,
          fix: 'Write schema and table in lower case, e.g. table: "warehouse.claims".',
        };
      } else if (table !== undefined && platform.test(table)) {
        yield {
          at,
          message: `Table ${table} is the platform's own.`,
          fix: 'Name a table of another schema.',
        };
      }
      // An existing table may stand there; one that Concordat fills would be among those of the product.
      const schema = table?.split('.')[0] ?? '';
      if (table !== undefined && contract.sql !== undefined && products.has(schema)) {
        yield {
          at,
          message: `Schema ${schema} is that of product ${schema}.`,
          fix: 'Name a table of another schema.',
        };
      }
      if (topic !== undefined && !isTopicName(topic)) {
        yield {
          at,
          message: `"${topic}" is no topic's name.`,
          fix: topicNameFix,
        };
      }
      if (asOf !== undefined && !columnPattern.test(asOf)) {
        yield {
          at,
          message: `"${asOf}" is no column's name.`,
          fix: 'Write the column as the table has it, in lower case, e.g. asOf: "loaded_at".',
        };
      }
    }
  },
};
