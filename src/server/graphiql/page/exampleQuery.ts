import {
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** What the editor holds before anybody asks: works for every caller. */
export const welcomeQuery = `# What this caller's agreements cover.
# Ctrl+Enter runs, Ctrl+Space suggests.
query Contracts {
  contracts {
    name
    version
  }
}
`;

/** A query that a caller's schema answers at once: the first rows of its first contract, with what stands behind them. */
export function exampleQuery(schema: GraphQLSchema): string {
  const lists = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ args }) =>
      args.some(({ name }) => name === 'first') && args.every((argument) => !isNonNullType(argument.type)),
  );
  // A deprecated version is served but not recommended.
  const list = lists.find(({ deprecationReason }) => deprecationReason == null);
  const connection = list && getNamedType(list.type);
  const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
  const row = nodes && getNamedType(nodes.type);
  if (!list || !isObjectType(row)) return welcomeQuery;
  const fields = Object.values(row.getFields()).filter(takesNothing);
  const lines = fields.flatMap((field) => selection(field, '      '));
  return [
    '# The first rows of a contract, as you see them.',
    '# Ctrl+Enter runs, Ctrl+Space suggests.',
    'query Example {',
    `  ${list.name}(first: 5) {`,
    '    nodes {',
    ...lines,
    '    }',
    '  }',
    '}',
    '',
  ].join('\n');
}

function selection(field: GraphQLField<unknown, unknown>, indent: string): readonly string[] {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return [`${indent}${field.name}`];
  // A row of another contract has its own `_meta`: links are left out.
  if (!isObjectType(type) || '_meta' in type.getFields()) return [];
  const leaves = Object.values(type.getFields()).filter(
    (nested) => takesNothing(nested) && isLeafType(getNamedType(nested.type)),
  );
  if (leaves.length === 0) return [];
  return [`${indent}${field.name} { ${leaves.map(({ name }) => name).join(' ')} }`];
}

function takesNothing({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.every((argument) => !isNonNullType(argument.type));
}
