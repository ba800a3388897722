import type { ConstDirectiveNode } from 'graphql';
import { exceptionValues } from '../../declarations/exceptionValues.ts';
import { placeOf } from '../../declarations/placeOf.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import { contractSites } from '../../declarations/sites.ts';
import { isIsoDuration } from '../../isoText.ts';
import type { Rule } from '../Rule.ts';

interface WrittenDuration {
  readonly file: string;
  readonly node: ConstDirectiveNode;
  readonly name: string;
  readonly text: string | undefined;
}

/** Durations are written as ISO 8601 does. */
export const duration: Rule = {
  id: 'duration',
  *check(declarations) {
    for (const { file, node, name, text } of durations(declarations)) {
      if (text === undefined || isIsoDuration(text)) continue;
      yield {
        at: placeOf(file, node),
        message: `${name} "${text}" is no duration.`,
        fix: 'Write it as ISO 8601 does: PT15M, PT24H, P3D, P10Y.',
      };
    }
  },
};

function* durations(declarations: ProjectDeclarations): Iterable<WrittenDuration> {
  const { directives, products, reconciliations } = declarations;
  for (const { type, file } of contractSites(declarations)) {
    const sla = directives.one(type.node, 'sla');
    if (!sla) continue;
    yield { file, node: sla.node, name: 'freshness', text: sla.args.freshness };
    yield { file, node: sla.node, name: 'retention', text: sla.args.retention };
  }
  for (const { graphql, tables } of products) {
    for (const { node } of tables) {
      const product = directives.one(node, 'product');
      if (product) {
        yield { file: graphql.file, node: product.node, name: 'freshness', text: product.args.freshness };
      }
    }
  }
  for (const { graphql } of reconciliations) {
    for (const { node } of exceptionValues(graphql, directives)) {
      const exception = directives.one(node, 'exception');
      if (exception) {
        yield { file: graphql.file, node: exception.node, name: 'dueWithin', text: exception.args.dueWithin };
      }
    }
  }
}
