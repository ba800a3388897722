import {
  type DocumentNode,
  getArgumentValues,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  separateOperations,
  validate,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { equalityOf } from '../../feed/hub/FilterIndex.ts';
import { assertWellFormed } from '../../query/values/assertWellFormed.ts';
import { conditionPaths } from '../../query/where/conditionPaths.ts';
import { conditionText } from '../../query/where/conditionText.ts';
import { countComparisons, countValues } from '../../query/where/conditionCounts.ts';
import { normalCondition } from '../../query/where/normalCondition.ts';
import { parseWhere } from '../../query/where/parseWhere.ts';
import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { AccessProfile, ContractAccess } from '../../policy/AccessProfile.ts';
import { tellsBefore } from '../../policy/canFollow.ts';
import { mostValidationErrors } from '../graphql/mostValidationErrors.ts';
import { coerceVariables } from '../limits/coerceVariables.ts';
import { countRequested } from '../limits/countRequested.ts';
import type { DocumentLimiter } from '../limits/DocumentLimiter.ts';
import { isDeeperThan } from '../limits/isDeeperThan.ts';
import { limitExceeded } from '../limits/limitExceeded.ts';
import type { Limits } from '../limits/Limits.ts';
import { digestOf } from './digestOf.ts';
import type { LiveOperation } from './LiveOperation.ts';
import { shownContracts } from './shownContracts.ts';
import { selectionText } from './selectionText.ts';

/** What a client sent. */
export interface SentOperation {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** About what a value takes in memory by which is filtered, beside its text: it is looked up in several ways. */
const bytesOfValue = 256;

export interface ParseScope {
  readonly schema: GraphQLSchema;
  readonly profile: AccessProfile;
  readonly limiter: DocumentLimiter;
  readonly limits: Limits;
}

/** Why an operation is not executed; at least one error. */
export class RefusedOperation extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('the operation is refused');
    this.name = 'RefusedOperation';
    this.errors = errors;
  }
}

export interface ReadKind {
  readonly document: DocumentNode;
  readonly kind: OperationDefinitionNode['operation'];
  readonly name: string | undefined;
}

/**
 * The kind of operation that was sent, under the same limits as over HTTP. Nothing but its text is looked at.
 *
 * @throws RefusedOperation where it cannot be read, or there is none of that name
 */
export function readKind(sent: SentOperation, scope: Omit<ParseScope, 'profile'>): ReadKind {
  return refusing(() => {
    const { document, operation } = readOperation(sent, scope);
    return { document, kind: operation.operation, name: operation.name?.value };
  });
}

/**
 * Checks a subscription: limits, validity, variables, arguments.
 *
 * @throws RefusedOperation
 */
export function parseLiveOperation(sent: SentOperation, scope: ParseScope): LiveOperation {
  return refusing(() => {
    const { schema, limits, profile } = scope;
    const root = schema.getSubscriptionType();
    if (root == null) {
      throw new ConcordatError('BAD_USER_INPUT', 'There is nothing that you may follow for this purpose.', {
        fix: 'Ask for a contract by a query. Which ones can be followed docs/live.md says; the catalog names their owners.',
      });
    }
    const variables = sent.variables ?? {};
    const { document: whole, operation } = readOperation(sent, scope);
    const errors = validationErrors(schema, whole);
    if (errors.length > 0) {
      throw new RefusedOperation(
        errors.map(
          (error) =>
            new GraphQLError(error.message, {
              nodes: error.nodes ?? null,
              extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
            }),
        ),
      );
    }
    const document = alone(whole, operation);
    const coerced = coerceVariables(schema, operation, variables);
    const { rows, values } = countRequested(schema, document, operation, coerced);
    if (rows > limits.rows) throw limitExceeded('rows', limits);
    if (values > limits.values) throw limitExceeded('values', limits);

    const fragments = Object.fromEntries(
      document.definitions.flatMap((one) =>
        one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [],
      ),
    );
    const [nodes = []] = collectFields(schema, fragments, coerced, root, operation.selectionSet).values();
    const [node] = nodes;
    const field = node && root.getFields()[node.name.value];
    const access = [...profile.contracts.values()].find(
      ({ contract }) => contract.queryName === node?.name.value,
    );
    if (node === undefined || field === undefined || access === undefined) {
      throw new ConcordatError('BAD_USER_INPUT', 'The subscription follows nothing.', {
        fix: 'Select one field of Subscription.',
      });
    }
    const args: Readonly<Record<string, unknown>> = getArgumentValues(field, node, coerced);
    assertWellFormed(args);
    const where = normalCondition(parseWhere(args['where'], access));
    assertTold(access, conditionPaths(where));
    const filter = conditionText(where);
    return {
      ...{ schema, document, access, where, values },
      selection: { schema, fragments, variableValues: coerced, fieldNodes: nodes },
      comparisons: countComparisons(where) - (equalityOf(where) === undefined ? 0 : 1),
      // What the operation does not know is not kept either.
      variables: Object.fromEntries(
        Object.entries(variables).filter(([name]) => Object.hasOwn(coerced, name)),
      ),
      shown: [access, ...shownContracts(schema, document, profile).filter((one) => one !== access)],
      after: typeof args['after'] === 'string' ? args['after'] : undefined,
      snapshot: args['snapshot'] === true,
      filterBytes: Buffer.byteLength(filter) + bytesOfValue * countValues(where),
      filterDigest: digestOf(filter),
      selectionDigest: digestOf(selectionText(nodes, fragments, coerced)),
    };
  });
}

/** The operation with its fragments, of a document that holds others too. */
function alone(document: DocumentNode, { name }: OperationDefinitionNode): DocumentNode {
  const count = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  return count === 1 ? document : (separateOperations(document)[name?.value ?? ''] ?? document);
}

/** Documents that were found valid, by schema: thousands may come back with the same one at once. */
const valid = new WeakMap<GraphQLSchema, WeakSet<DocumentNode>>();

function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  const known = valid.get(schema) ?? new WeakSet();
  valid.set(schema, known);
  if (known.has(document)) return [];
  const errors = validated(schema, document);
  if (errors.length === 0) known.add(document);
  return errors;
}

function validated(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document, undefined, { maxErrors: mostValidationErrors });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    // Its rule of single fields collects those of the root without variables, and throws where one decides.
    return [
      new GraphQLError(
        'What a subscription follows cannot hang on a variable: take @skip and @include off its root field.',
        { nodes: error.nodes ?? null },
      ),
    ];
  }
}

function readOperation(
  { query, operationName, variables }: SentOperation,
  { schema, limiter, limits }: Omit<ParseScope, 'profile'>,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  if (isDeeperThan(variables, limits.variableDepth)) throw limitExceeded('variableDepth', limits);
  const document = limiter.check(query, schema) ?? parse(query);
  const operation = getOperationAST(document, operationName);
  if (operation == null) {
    throw new GraphQLError(
      operationName == null
        ? 'The document needs one operation, or operationName.'
        : 'No operation has this name.',
      { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
    );
  }
  return { document, operation };
}

/** Of a topic that does not say how a row was, nobody can be told that it left a filter by anything but its key. */
function assertTold({ contract }: ContractAccess, paths: readonly string[]): void {
  if (tellsBefore(contract)) return;
  const other = paths.find((path) => !contract.key.some(({ name }) => name === path));
  if (other === undefined) return;
  throw new ConcordatError(
    'BAD_USER_INPUT',
    `Changes of ${contract.id} cannot be filtered by \`${other}\`: its topic does not say how a row was before.`,
    { fix: `Filter by ${contract.key.map(({ name }) => `\`${name}\``).join(', ')}, or follow all rows.` },
  );
}

function refusing<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (error instanceof RefusedOperation) throw error;
    if (error instanceof ConcordatError)
      throw new RefusedOperation([new GraphQLError(error.message, { originalError: error })]);
    if (error instanceof GraphQLError) {
      const code = error.extensions['code'] ?? 'GRAPHQL_PARSE_FAILED';
      throw new RefusedOperation([
        new GraphQLError(error.message, {
          nodes: error.nodes ?? null,
          source: error.source ?? null,
          positions: error.positions ?? null,
          extensions: { code },
        }),
      ]);
    }
    throw error;
  }
}
