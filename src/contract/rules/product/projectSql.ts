import { placeOf, startOf } from '../../declarations/placeOf.ts';
import { productFile } from '../../declarations/projectPaths.ts';
import type { Rule } from '../Rule.ts';

/** Source events become rows through `project.sql`, and files need none. */
export const projectSql: Rule = {
  id: 'project-sql',
  *check({ products, directives }) {
    for (const { name, graphql, tables, sql } of products) {
      const sources = tables.flatMap(({ node }) => directives.all(node, 'source'));
      const [topic] = sources.filter(({ args }) => args.topic !== undefined);
      if (topic && !sql) {
        yield {
          at: placeOf(graphql.file, topic.node),
          message: `Product ${name} reads source events but has no project.sql.`,
          fix: `Write ${productFile(name, 'project.sql')}: one statement that makes rows of the batch.`,
        };
      }
      const allFiles = sources.length > 0 && sources.every(({ args }) => args.file !== undefined);
      if (sql && allFiles) {
        yield {
          at: startOf(sql.file),
          message: `Product ${name} reads no source events.`,
          fix: 'Remove project.sql, or add @source(topic: "…") to a table.',
        };
      }
    }
  },
};
