import type { Place } from '../../errors/Problem.ts';
import type { JsonType } from '../model.ts';
import type { YamlPath } from './readYamlFile.ts';

/** A shape as far as it can be read; parts that cannot are undefined, and reported when they are read. */
export interface ShapeDeclaration {
  readonly types: readonly JsonType[];
  readonly properties: ReadonlyMap<string, ShapeDeclaration | undefined> | undefined;
  readonly required: readonly string[];
  readonly items: ShapeDeclaration | undefined;
  /** Where it stands in its file. */
  readonly path: YamlPath;
}

/** `schema/sources/<topic>.yaml` as far as it can be read. */
export interface TopicDeclaration {
  readonly file: string;
  readonly topic: string;
  readonly owner: string | undefined;
  readonly description: string | undefined;
  readonly events: ReadonlyMap<string, ShapeDeclaration | undefined>;
  readonly placeOf: (path: YamlPath) => Place;
}
