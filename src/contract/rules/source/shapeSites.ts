import type { Place } from '../../../errors/Problem.ts';
import type { ProjectDeclarations } from '../../declarations/ProjectDeclarations.ts';
import type { YamlPath } from '../../declarations/readYamlFile.ts';
import type { ShapeDeclaration } from '../../declarations/TopicDeclaration.ts';
import { itemsPath, memberPath, rootPath } from '../../shapePath.ts';

/** A shape that a topic's declaration holds. */
export interface ShapeSite {
  readonly shape: ShapeDeclaration;
  /** Where in a payload it is, e.g. `$.items[*]`. */
  readonly path: string;
  /** The place of one of its keywords and what stands in it; of the shape itself without. */
  readonly placeOf: (...path: YamlPath) => Place;
}

/** Every shape of every topic that is declared, those within others too. */
export function* shapeSites({ topics }: ProjectDeclarations): Iterable<ShapeSite> {
  for (const { events, placeOf } of topics) {
    for (const shape of events.values()) yield* within(shape, rootPath, placeOf);
  }
}

function* within(
  shape: ShapeDeclaration | undefined,
  path: string,
  placeOf: (path: YamlPath) => Place,
): Iterable<ShapeSite> {
  if (shape === undefined) return;
  yield { shape, path, placeOf: (...more) => placeOf([...shape.path, ...more]) };
  for (const [name, property] of shape.properties ?? []) {
    yield* within(property, memberPath(path, name), placeOf);
  }
  yield* within(shape.items, itemsPath(path), placeOf);
}
