import { ConcordatError } from '../../errors/ConcordatError.ts';
import type { Limits } from './Limits.ts';

const descriptions: Readonly<Record<keyof Limits, { readonly what: string; readonly fix: string }>> = {
  bodyBytes: {
    what: 'The request body is larger than {limit} bytes.',
    fix: 'Send less in one request: fewer values in a filter, or several requests.',
  },
  tokens: {
    what: 'The document has more than {limit} tokens.',
    fix: 'Split it into several operations, and pass values as variables.',
  },
  depth: {
    what: 'The operation is nested deeper than {limit} levels.',
    fix: 'Ask for the inner objects in an operation of their own.',
  },
  aliases: {
    what: 'The operation has more than {limit} aliases, counted with its fragments spread.',
    fix: 'Use a list field with a filter (`in`) in place of many aliased fields.',
  },
  directives: {
    what: 'The document has more than {limit} directives.',
    fix: 'Leave out directives, or split the document into several operations.',
  },
  fields: {
    what: 'The operation has more than {limit} fields, counted with its fragments spread.',
    fix: 'Ask for fewer fields, or split it into several operations.',
  },
  rootFields: {
    what: 'The operation has more than {limit} root fields, counted with its fragments spread.',
    fix: 'Send the root fields in several operations.',
  },
  variableDepth: {
    what: 'The variables are nested deeper than {limit} levels.',
    fix: 'Write the condition with fewer `and`, `or` and `not` inside one another.',
  },
  rows: {
    what: 'The operation may return more than {limit} rows.',
    fix: 'Ask for smaller pages with `first`, or nest fewer lists, and follow `pageInfo.endCursor` for the rest.',
  },
  values: {
    what: 'The answer would hold more than {limit} values.',
    fix: 'Ask for smaller pages with `first`, or for fewer fields.',
  },
  rowsBehind: {
    what: 'More than {limit} source events, exceptions or rows of exceptions stand behind the answer.',
    fix: 'Ask for `lineage` and `exceptions` on smaller pages with `first`.',
  },
  answerBytes: {
    what: 'The answer is larger than {limit} bytes.',
    fix: 'Ask for smaller pages with `first`, or for fewer fields.',
  },
};

/** The error for a limit that a request exceeds: names the limit and what to do about it. */
export function limitExceeded(limit: keyof Limits, limits: Limits): ConcordatError {
  const { what, fix } = descriptions[limit];
  return new ConcordatError('LIMIT_EXCEEDED', what.replace('{limit}', String(limits[limit])), { fix });
}
