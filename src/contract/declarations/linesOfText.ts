import { Kind } from 'graphql';
import type { ConstDirectiveNode, StringValueNode } from 'graphql';
import type { Place } from '../../errors/Problem.ts';
import { placeOf } from './placeOf.ts';

/** As GraphQL splits them: https://spec.graphql.org/October2021/#LineTerminator */
const lineEnd = /\r\n|[\n\r]/;

function linesOfBlock(place: Place, value: string, source: string): readonly Place[] {
  const raw = source.slice(3, -3).replaceAll('\\"""', '"""').split(lineEnd);
  const first = Math.max(
    raw.findIndex((line) => /[^ \t]/.test(line)),
    0,
  );
  return value.split('\n').map((line, index) => {
    const at = first + index;
    // What the value lacks of the line is the indentation, which GraphQL takes away.
    const column = (raw[at] ?? '').length - line.length + 1;
    return { ...place, line: place.line + at, column: at === 0 ? place.column + 2 + column : column };
  });
}

function linesOfString(file: string, node: StringValueNode): readonly Place[] {
  const place = placeOf(file, node);
  if (node.block !== true) return [{ ...place, column: place.column + 1 }];
  const { start = 0, end = 0, source } = node.loc ?? {};
  return linesOfBlock(place, node.value, source?.body.slice(start, end) ?? '');
}

/**
 * Where each line of a directive's text begins in its file. Line ends that are written as `\n` begin no line there. Without
 * the argument it is the directive's place.
 */
export function linesOfText(file: string, usage: ConstDirectiveNode, argument: string): readonly Place[] {
  const value = usage.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === Kind.STRING ? linesOfString(file, value) : [placeOf(file, usage)];
}
