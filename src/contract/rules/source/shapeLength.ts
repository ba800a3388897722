import type { Rule } from '../Rule.ts';
import { shapeSites } from './shapeSites.ts';

// Both stand in the key of raw.drift together with a topic and a type, and Postgres takes 2,700 bytes there.
const longestType = 200;
const longestPath = 1_000;

/** Names fit into where drift from them is recorded. */
export const shapeLength: Rule = {
  id: 'shape-length',
  *check(declarations) {
    for (const { events, placeOf } of declarations.topics) {
      for (const name of events.keys()) {
        if (Buffer.byteLength(name) <= longestType) continue;
        yield {
          at: placeOf(['events', name]),
          message: `The event type that begins here is longer than ${longestType} bytes.`,
          fix: 'Name types shorter, or leave this one undeclared.',
        };
      }
    }
    for (const { path, placeOf } of shapeSites(declarations)) {
      if (Buffer.byteLength(path) <= longestPath) continue;
      yield {
        at: placeOf(),
        message: `The names on the way to this shape are longer than ${longestPath} bytes together.`,
        fix: 'Declare what is around it by its type alone.',
      };
    }
  },
};
