import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import type { ASTVisitor, ValidationContext, ValidationRule } from 'graphql';
import { ExpandedCount } from './ExpandedCount.ts';
import type { Limits } from './Limits.ts';

type Exceeded = (limit: keyof Limits) => void;

/**
 * The limits that a document alone decides, as validation rules that report to `exceeded` and never throw. They are
 * linear in the document, whatever its fragments make of it, and need no schema.
 */
export function limitRules(limits: Limits, exceeded: Exceeded): readonly ValidationRule[] {
  return [
    depthRule(limits, exceeded),
    aliasesRule(limits, exceeded),
    directivesRule(limits, exceeded),
    fieldsRule(limits, exceeded),
  ];
}

function depthRule(limits: Limits, exceeded: Exceeded): ValidationRule {
  const rule = maxDepthRule({
    n: limits.depth,
    // A fragment is no level: what counts is how deep the answer is.
    flattenFragments: true,
    propagateOnRejection: false,
    onReject: [
      () => {
        exceeded('depth');
      },
    ],
  });
  return (context) => visitorOf(rule(context));
}

function aliasesRule(limits: Limits, exceeded: Exceeded): ValidationRule {
  const rule = maxAliasesRule({
    n: limits.aliases,
    // By default it lets any number of aliases of `__typename` through.
    allowList: [],
    propagateOnRejection: false,
    onReject: [
      () => {
        exceeded('aliases');
      },
    ],
  });
  return (context) => visitorOf(rule(context));
}

/**
 * graphql-armor's own rule misses the directives of a fragment's second spread and of variable definitions, so this
 * one counts each place where a directive is written.
 */
function directivesRule(limits: Limits, exceeded: Exceeded): ValidationRule {
  return () => {
    let count = 0;
    return {
      Directive() {
        count += 1;
        if (count === limits.directives + 1) exceeded('directives');
      },
    };
  };
}

function fieldsRule(limits: Limits, exceeded: Exceeded): ValidationRule {
  return (context: ValidationContext) => {
    const fragmentNamed = (name: string) => context.getFragment(name);
    const fields = new ExpandedCount(fragmentNamed, (nested) => 1 + nested);
    const rootFields = new ExpandedCount(fragmentNamed, () => 1);
    return {
      OperationDefinition(operation) {
        if (fields.of(operation.selectionSet) > limits.fields) exceeded('fields');
        if (rootFields.of(operation.selectionSet) > limits.rootFields) exceeded('rootFields');
      },
    };
  };
}

/** graphql-armor types its visitors more narrowly than graphql-js does; this keeps just what a visitor needs. */
function visitorOf(visitor: { readonly OperationDefinition: Record<string, unknown> }): ASTVisitor {
  const enter = visitor.OperationDefinition['enter'];
  if (typeof enter !== 'function') throw new TypeError('graphql-armor has changed the shape of its rules');
  return {
    OperationDefinition(operation) {
      Reflect.apply(enter, visitor, [operation]);
    },
  };
}
