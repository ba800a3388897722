import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { ContractAccess, FieldAccess } from '../../policy/AccessProfile.ts';
import { isInputObject, type InputObject } from '../InputObject.ts';
import { comparisons, type Comparison, type Condition } from './Condition.ts';
import { whereLimits } from './whereLimits.ts';

/**
 * Reads a coerced `where` argument. All of its entries must hold.
 *
 * @throws ConcordatError LIMIT_EXCEEDED when it is too deep, too long (empty conditions count too) or has too many values or too large ones, before
 * anything is made of them; BAD_USER_INPUT for an operator that was given null.
 */
export function parseWhere(where: unknown, access: ContractAccess): Condition {
  if (where === undefined || where === null) return { kind: 'AND', conditions: [] };
  return parseObject(where, { access, objects: 0, comparisons: 0, values: 0, bytes: 0 }, 0);
}

interface Parsing {
  readonly access: ContractAccess;
  objects: number;
  comparisons: number;
  values: number;
  bytes: number;
}

function parseObject(where: unknown, parsing: Parsing, depth: number): Condition {
  if (depth > whereLimits.depth) {
    throw new ConcordatError(
      'LIMIT_EXCEEDED',
      `\`where\` is nested deeper than ${whereLimits.depth} levels.`,
      {
        fix: 'Flatten `and`, `or` and `not`; several values of one field go into `in`.',
      },
    );
  }
  parsing.objects += 1;
  if (parsing.objects > whereLimits.objects) {
    throw new ConcordatError('LIMIT_EXCEEDED', `\`where\` has more than ${whereLimits.objects} conditions.`, {
      fix: 'Leave empty ones out; several values of one field go into `in`.',
    });
  }
  const conditions = Object.entries(inputObject(where)).map(([name, value]): Condition => {
    switch (name) {
      case 'and':
        return { kind: 'AND', conditions: parseList(name, value, parsing, depth) };
      case 'or':
        return { kind: 'OR', conditions: parseList(name, value, parsing, depth) };
      case 'not':
        return { kind: 'NOT', condition: parseObject(notNull(name, value), parsing, depth + 1) };
      default:
        return parseField(name, value, parsing);
    }
  });
  return all(conditions);
}

function parseList(name: string, value: unknown, parsing: Parsing, depth: number): Condition[] {
  const list = notNull(name, value);
  if (!Array.isArray(list)) throw unusable(name);
  return list.map((entry) => parseObject(entry, parsing, depth + 1));
}

function parseField(name: string, operators: unknown, parsing: Parsing): Condition {
  const access = parsing.access.fields.get(name);
  if (access === undefined) throw unusable(name);
  const entries = Object.entries(inputObject(notNull(name, operators)));
  parsing.comparisons += Math.max(1, entries.length);
  if (parsing.comparisons > whereLimits.comparisons) {
    throw new ConcordatError(
      'LIMIT_EXCEEDED',
      `\`where\` has more than ${whereLimits.comparisons} comparisons.`,
      { fix: 'Put the values of one field into one `in`.' },
    );
  }
  return all(
    entries.map(([operator, value]) =>
      parseOperator(access, operator, notNull(`${name}.${operator}`, value), parsing),
    ),
  );
}

function parseOperator(access: FieldAccess, operator: string, value: unknown, parsing: Parsing): Condition {
  const { field, decision } = access;
  weigh(field.name, operator, value, parsing);
  if (decision.kind === 'MASKED') {
    const { strategy } = decision;
    if (strategy !== 'HASH' && strategy !== 'TOKEN') throw unusable(field.name);
    if (operator === 'eq') return { kind: 'MASKED_IN', field, strategy, masked: [String(value)] };
    if (operator !== 'in') throw unusable(field.name);
    return { kind: 'MASKED_IN', field, strategy, masked: valueList(field.name, value).map(String) };
  }
  if (operator === 'in' || operator === 'notIn') {
    const values = valueList(field.name, value);
    return { kind: operator === 'in' ? 'IN' : 'NOT_IN', field, values };
  }
  if (operator === 'isNull') return { kind: 'IS_NULL', field, isNull: value === true };
  if (!isComparison(operator)) throw unusable(field.name);
  return { kind: 'COMPARE', field, operator, value };
}

/** Counts values before anything is made of them. What a variable holds counts as often as it stands there. */
function weigh(name: string, operator: string, value: unknown, parsing: Parsing): void {
  const list: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (list !== undefined && list.length > whereLimits.values)
    throw tooLarge(
      `\`${name}.${operator}\` has ${list.length} values; at most ${whereLimits.values} are allowed.`,
    );
  parsing.values += list?.length ?? 0;
  if (parsing.values > whereLimits.valuesInAll) {
    throw tooLarge(
      `\`where\` has more than ${whereLimits.valuesInAll} values in all of its \`in\` and \`notIn\`.`,
    );
  }
  for (const one of list ?? [value]) {
    parsing.bytes += typeof one === 'string' ? Buffer.byteLength(one) : 0;
    if (parsing.bytes > whereLimits.bytes)
      throw tooLarge(`The values of \`where\` have more than ${whereLimits.bytes} bytes.`);
  }
}

function valueList(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw unusable(name);
  return value;
}

function tooLarge(message: string): ConcordatError {
  return new ConcordatError('LIMIT_EXCEEDED', message, { fix: 'Ask in several requests.' });
}

function all(conditions: readonly Condition[]): Condition {
  const [only, ...others] = conditions;
  return only !== undefined && others.length === 0 ? only : { kind: 'AND', conditions };
}

function notNull(name: string, value: unknown): unknown {
  if (value === null || value === undefined) {
    throw new ConcordatError('BAD_USER_INPUT', `\`${name}\` in \`where\` is null.`, {
      fix: 'Leave it out to ask for everything; use `isNull: true` to ask for rows without a value.',
    });
  }
  return value;
}

function inputObject(value: unknown): InputObject {
  if (!isInputObject(value)) throw unusable('where');
  return value;
}

function isComparison(operator: string): operator is Comparison {
  return comparisons.some((comparison) => comparison === operator);
}

/** The schema lets nothing of this kind through; this keeps it true whoever calls. */
function unusable(name: string): ConcordatError {
  return new ConcordatError('BAD_USER_INPUT', `\`${name}\` can't be used in \`where\` like this.`, {
    fix: 'Look at the input type in the schema.',
  });
}
