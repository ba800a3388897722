import { GraphQLError, Kind, type ValueNode } from 'graphql';

/** Input coercion of a scalar, as a GraphQLScalarType takes it. */
interface ScalarInput {
  readonly parseValue: (value: unknown) => string;
  readonly parseLiteral: (node: ValueNode) => string;
}

/**
 * Input of a scalar that is text. A variable may also be an integer that JavaScript holds exactly; a number in the
 * document is taken digit by digit. Any other number may have been rounded on its way, so it is refused.
 */
export function scalarText(parse: (text: string) => string): ScalarInput {
  return {
    parseValue: (value) => {
      if (typeof value === 'string') return parse(value);
      if (Number.isSafeInteger(value)) return parse(String(value));
      throw new GraphQLError('Expected a string; a number that is not a safe integer may be rounded.');
    },
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT)
        return parse(node.value);
      throw new GraphQLError('Expected a string.', { nodes: node });
    },
  };
}

/** Says how to write a scalar without repeating what was given, which may end up in a log. */
export function refuse(name: string, advice: string): never {
  throw new GraphQLError(`Not a ${name}: ${advice}.`);
}
