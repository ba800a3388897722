import { visit } from 'graphql';
import type { StringValueNode } from 'graphql';
import { placeOf } from '../../declarations/placeOf.ts';
import { graphqlFiles } from '../../declarations/sites.ts';
import type { Rule } from '../Rule.ts';

/** Texts end up in tables and statements, and Postgres has no character NUL. */
export const nulCharacter: Rule = {
  id: 'nul-character',
  *check(declarations) {
    for (const { file, document } of graphqlFiles(declarations)) {
      const found: StringValueNode[] = [];
      visit(document, {
        StringValue(node) {
          if (node.value.includes('\0')) found.push(node);
        },
      });
      for (const node of found) {
        yield {
          at: placeOf(file, node),
          message: 'A character NUL stands in this text, which Postgres cannot hold.',
          fix: 'Take it out; it may be written as \\u0000.',
        };
      }
    }
  },
};
