import type { JsonType } from '../../model.ts';
import type { Rule } from '../Rule.ts';
import { shapeSites } from './shapeSites.ts';

/** What each keyword speaks of. */
const keywords = [
  ['properties', 'object'],
  ['required', 'object'],
  ['items', 'array'],
] as const satisfies readonly (readonly [string, JsonType])[];

/** A keyword about objects or arrays stands in a shape that can be one. */
export const shapeKeyword: Rule = {
  id: 'shape-keyword',
  *check(declarations) {
    for (const { shape, placeOf } of shapeSites(declarations)) {
      for (const [keyword, type] of keywords) {
        const given = keyword === 'required' ? shape.required.length > 0 : shape[keyword] !== undefined;
        if (!given || shape.types.includes(type)) continue;
        yield {
          at: placeOf(keyword),
          message: `"${keyword}" is about an ${type}, and this is none.`,
          fix: `Add ${type} to "type", or remove "${keyword}".`,
        };
      }
    }
  },
};
