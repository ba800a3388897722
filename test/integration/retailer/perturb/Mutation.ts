import type { Random } from '../../../../schema/sample/Random.ts';

/** JSON objects of this test's own making or parsing. */
export type Json = Record<string, unknown>;

/** Changes the value of an event, which is the mutation's own copy, in place. */
export type Mutation = (value: Json, random: Random) => void;

/** The member as an object, an empty one where it is none. */
export function objectAt(json: unknown, name: string): Json {
  if (typeof json !== 'object' || json === null) return {};
  const found: unknown = Reflect.get(json, name);
  return isJson(found) ? found : {};
}

/** The objects of the member's list, none where it is no list. */
export function objectsAt(json: Json, name: string): Json[] {
  const found = json[name];
  return Array.isArray(found) ? found.filter(isJson) : [];
}

export function isJson(json: unknown): json is Json {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
