import { getDirectiveValues } from 'graphql';
import type { ConstDirectiveNode, GraphQLDirective, GraphQLSchema } from 'graphql';
import { directiveShapes, isDirectiveName } from './directiveShapes.ts';
import type { DirectiveArguments, DirectiveName } from './directiveShapes.ts';

/** Anything of a document that can carry directives. */
export interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** One well-formed use of a directive. */
export interface Usage<N extends DirectiveName> {
  readonly node: ConstDirectiveNode;
  readonly args: DirectiveArguments[N];
}

/**
 * Reads directives off a document. A use with wrong arguments counts as there (`has`) but is not given out: the
 * vocabulary check reports it, and no other rule should stumble over it again.
 */
export interface DirectiveReader {
  has(node: Annotated, name: DirectiveName): boolean;
  one<N extends DirectiveName>(node: Annotated, name: N): Usage<N> | undefined;
  all<N extends DirectiveName>(node: Annotated, name: N): readonly Usage<N>[];
  /** Whether every use of a directive there is given out. */
  isReadable(node: Annotated): boolean;
}

export function createDirectiveReader(vocabulary: GraphQLSchema): DirectiveReader {
  function all<N extends DirectiveName>(node: Annotated, name: N): readonly Usage<N>[] {
    const definition = vocabulary.getDirective(name);
    if (!definition) return [];
    return named(node, name).flatMap((usage) => {
      const parsed = directiveShapes[name].safeParse(coerce(definition, usage));
      return parsed.success ? [{ node: usage, args: parsed.data }] : [];
    });
  }
  return {
    all,
    has: (node, name) => named(node, name).length > 0,
    one: (node, name) => all(node, name)[0],
    isReadable: (node) =>
      (node.directives ?? []).every(
        ({ name: { value } }) =>
          !isDirectiveName(value) || all(node, value).length === named(node, value).length,
      ),
  };
}

function named(node: Annotated, name: string): readonly ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}

function coerce(definition: GraphQLDirective, usage: ConstDirectiveNode): unknown {
  try {
    return getDirectiveValues(definition, { directives: [usage] });
  } catch {
    return undefined;
  }
}
