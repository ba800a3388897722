import { didYouMean } from '../../didYouMean.ts';
import type { Rule } from '../Rule.ts';
import { shapeSites } from './shapeSites.ts';

/** What must be there is declared too. */
export const shapeRequired: Rule = {
  id: 'shape-required',
  *check(declarations) {
    for (const { shape, placeOf } of shapeSites(declarations)) {
      const known = [...(shape.properties?.keys() ?? [])];
      for (const [index, name] of shape.required.entries()) {
        if (known.includes(name)) continue;
        yield {
          at: placeOf('required', index),
          message: `"${name}" is required and not declared.${didYouMean(name, known)}`,
          fix: 'Declare it in "properties", or correct the name.',
        };
      }
    }
  },
};
