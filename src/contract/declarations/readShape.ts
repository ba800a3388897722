import { z } from 'zod';
import type { Problem } from '../../errors/Problem.ts';
import { jsonTypes } from '../model.ts';
import type { YamlContent, YamlPath } from './readYamlFile.ts';
import type { ShapeDeclaration } from './TopicDeclaration.ts';

/** Shapes within each other that are read; whoever needs more has lost count. */
const deepest = 20;

const types = z.union([z.enum(jsonTypes).transform((one) => [one]), z.array(z.enum(jsonTypes)).min(1)]);
const level = z.strictObject({
  type: types,
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
});

/** Where a shape is read from, and where its problems go. */
export interface ShapeReading {
  readonly content: YamlContent;
  readonly rule: string;
  readonly problems: Problem[];
}

/** Reads a shape and those within it; undefined where it is malformed, with a problem added. */
export function readShape(
  value: unknown,
  path: YamlPath,
  reading: ShapeReading,
  depth = 1,
): ShapeDeclaration | undefined {
  const { content, rule, problems } = reading;
  if (depth > deepest) {
    problems.push({
      ...content.placeOf(path),
      ...{ rule, message: `More than ${deepest} shapes stand within each other here.` },
      fix: 'Declare the outer ones, and of the innermost its type alone.',
    });
    return undefined;
  }
  const parsed = level.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    problems.push(...content.problemsOf(parsed.error, path));
    return undefined;
  }
  const { type, properties, required = [], items } = parsed.data;
  const within = (child: unknown, ...step: YamlPath): ShapeDeclaration | undefined =>
    readShape(child, [...path, ...step], reading, depth + 1);
  return {
    types: type,
    properties:
      properties &&
      new Map(
        Object.entries(properties).map(([name, property]) => [name, within(property, 'properties', name)]),
      ),
    required,
    items: items === undefined ? undefined : within(items, 'items'),
    path,
  };
}
