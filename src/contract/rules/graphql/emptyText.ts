import { Kind } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import { placeOf } from '../../declarations/placeOf.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Texts that people or tokens are asked for; names of tables, fields and units have rules of their own. */
const texts: ReadonlyMap<string, readonly string[]> = new Map([
  ['contract', ['domain', 'owner']],
  ['rowsOf', ['claim']],
  ['quality', ['id', 'description', 'sql']],
  ['sunset', ['reason']],
  ['definedBy', ['source']],
  ['deprecated', ['reason']],
  ['product', ['owner', 'deprecation']],
  ['source', ['eventTypeAt']],
  ['reconciliation', ['owner', 'authority']],
  ['exception', ['owner']],
]);

/** What is asked for is said: an empty text promises nothing. */
export const emptyText: Rule = {
  id: 'empty-text',
  *check(declarations) {
    for (const { file, types } of graphqlFiles(declarations)) {
      for (const type of types) {
        const members = type.kind === 'ENUM' ? type.values : type.fields;
        for (const directive of [type, ...members].flatMap(({ node }) => node.directives ?? [])) {
          for (const { name, value } of emptyTexts(directive)) {
            yield {
              at: placeOf(file, value),
              message: `"${name.value}" of @${directive.name.value} is empty.`,
              fix: 'Say it; schema/directives.graphql says what it means.',
            };
          }
        }
      }
    }
  },
};

function emptyTexts({ name, arguments: given }: ConstDirectiveNode) {
  const asked = texts.get(name.value) ?? [];
  return (given ?? []).filter(
    (argument) =>
      asked.includes(argument.name.value) &&
      argument.value.kind === Kind.STRING &&
      argument.value.value.trim() === '',
  );
}
