import type { Shape } from '../../contract/model.ts';
import { itemsPath, memberPath, rootPath } from '../../contract/shapePath.ts';
import { quoteText } from '../../storage/quoteName.ts';
import { declaredTypes, isOtherType, typeOfSql } from './typeSql.ts';

/** A value that a shape speaks of, in SQL. */
interface Part {
  readonly shape: Shape;
  readonly path: string;
  readonly value: string;
  /** FROM items that give the value, from `event e` on. */
  readonly from: string;
  /** Lists that it stands in. */
  readonly depth: number;
}

const texts = (names: readonly string[]): string => names.map((name) => quoteText(name)).join(', ');

/** The value where it is of the type, as functions that take no other want it. */
const only = (type: 'object' | 'array', value: string): string =>
  `case jsonb_typeof(${value}) when '${type}' then ${value} end`;

/** What differs: where it is in what holds it, its name there, kind, and the types that were declared and seen. */
function finding(from: string, row: readonly string[], where: string): string {
  return `select e.n, e.source, e.event_type, ${row.join(', ')} from ${from} where ${where}`;
}

/** What is in an object and not declared, or of another type. */
function memberFindings({ path, value, from }: Part, properties: ReadonlyMap<string, Shape>): string {
  const alike = Map.groupBy(properties, ([, shape]) => declaredTypes(shape));
  const choose = (of: (types: string, shape: Shape) => string, other: string): string =>
    [
      'case',
      ...[...alike].flatMap(([types, members]) =>
        members
          .slice(0, 1)
          .map(
            ([, shape]) => `when m.key in (${texts(members.map(([name]) => name))}) then ${of(types, shape)}`,
          ),
      ),
      `else ${other} end`,
    ].join(' ');
  const isDeclared = properties.size === 0 ? 'false' : `m.key in (${texts([...properties.keys()])})`;
  return finding(
    `${from} cross join lateral jsonb_each(${only('object', value)}) m`,
    [
      `${quoteText(path)}, m.key, case when ${isDeclared} then 'RETYPED' else 'NEW' end`,
      alike.size === 0 ? "''" : choose((types) => quoteText(types), "''"),
      typeOfSql('m.value'),
    ],
    alike.size === 0 ? 'true' : choose((_types, { types }) => isOtherType(types, 'm.value'), 'true'),
  );
}

/** What must be in an object and is not. */
function missingFindings({ shape, path, value, from }: Part, properties: ReadonlyMap<string, Shape>): string {
  const wanted = shape.required.map((name) => {
    const declared = properties.get(name);
    return `(${quoteText(name)}, ${quoteText(declared === undefined ? '' : declaredTypes(declared))})`;
  });
  return finding(
    `${from} cross join (values ${wanted.join(', ')}) r (name, declared)`,
    [quoteText(path), 'r.name', "'MISSING'", 'r.declared', "''"],
    `jsonb_typeof(${value}) = 'object' and not ${value} ?& array[${texts(shape.required)}] and not ${value} ? r.name`,
  );
}

function objectFindings(part: Part): readonly string[] {
  const { shape, path, value } = part;
  const properties = shape.properties ?? new Map<string, Shape>();
  return [
    ...(shape.properties === undefined ? [] : [memberFindings(part, properties)]),
    ...(shape.required.length === 0 ? [] : [missingFindings(part, properties)]),
    ...[...properties].flatMap(([name, property]) =>
      innerFindings({
        ...part,
        shape: property,
        path: memberPath(path, name),
        value: `(${value} -> ${quoteText(name)})`,
      }),
    ),
  ];
}

function arrayFindings({ path, value, from, depth }: Part, items: Shape): readonly string[] {
  const item: Part = {
    shape: items,
    path: itemsPath(path),
    value: `i${depth}.value`,
    from: `${from} cross join lateral jsonb_array_elements(${only('array', value)}) i${depth}`,
    depth: depth + 1,
  };
  return [ownFinding(item), ...innerFindings(item)];
}

/** What is wrong with what is in a value. */
function innerFindings(part: Part): readonly string[] {
  const { items } = part.shape;
  return [...objectFindings(part), ...(items === undefined ? [] : arrayFindings(part, items))];
}

/** A value that has no name to be found under and is of another type. */
function ownFinding({ shape, path, value, from }: Part): string {
  return finding(
    from,
    [quoteText(path), 'null', "'RETYPED'", quoteText(declaredTypes(shape)), typeOfSql(value)],
    isOtherType(shape.types, value),
  );
}

/**
 * SELECTs of what differs from a shape, over `event e` with `n`, `source`, `event_type`, `shape` and `payload`: the first three, the path of what
 * holds the difference, its name there (null where it is the thing itself), kind, declared and seen types. An event may give one
 * difference several times, once for each item of a list.
 *
 * @param shape - the shape's number in `event`
 */
export function shapeFindings(shape: Shape, number: number): readonly string[] {
  const part: Part = { shape, path: rootPath, value: 'e.payload', from: 'event e', depth: 1 };
  const absent = finding(
    'event e',
    [quoteText(rootPath), 'null', "'MISSING'", quoteText(declaredTypes(shape)), "''"],
    shape.types.includes('null') ? 'false' : 'e.payload is null',
  );
  return [absent, ownFinding(part), ...innerFindings(part)].map(
    (select) => `${select} and e.shape = ${number}`,
  );
}
