import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import type { Place, Problem } from '../../errors/Problem.ts';
import { consumerShape, readableAgreements, readableConsumer } from './ConsumerDeclaration.ts';
import type { ConsumerDeclaration } from './ConsumerDeclaration.ts';
import { explainShapeIssue } from './explainShapeIssue.ts';
import { yamlContentProblems } from './yamlContentProblems.ts';
import { yamlSyntaxProblems } from './yamlSyntaxProblems.ts';

type Path = readonly (string | number)[];

const rootShape = z.strictObject({ consumers: z.record(z.string(), z.unknown()) });

/**
 * Reads `consumers.yaml`. What is not well-formed is reported, and undefined in what is given back, so that all else
 * of its consumer is still checked; a file that is no YAML gives only that.
 */
export function readConsumers(
  file: string,
  text: string,
): { readonly consumers: readonly ConsumerDeclaration[]; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    const problems = yamlSyntaxProblems(document).map(({ offset, message, fix }) => ({
      ...placeAt(offset),
      ...{ rule: 'yaml-syntax', message, fix },
    }));
    return { consumers: [], problems };
  }
  const placeOf = (path: Path): Place => placeAt(offsetOf(document, path));
  const problemsOf = (error: z.ZodError, at: Path): Problem[] =>
    error.issues.flatMap((issue) =>
      explainShapeIssue(issue).map(({ path, message, fix }) => ({
        ...placeOf([...at, ...path]),
        rule: 'consumers-shape',
        message,
        fix,
      })),
    );

  const unclear = yamlContentProblems(document);
  if (unclear.length > 0) {
    const problems = unclear.map(({ offset, message, fix }) => ({
      ...placeAt(offset),
      ...{ rule: 'consumers-shape', message, fix },
    }));
    return { consumers: [], problems };
  }
  const content = contentOf(document);
  if (content === undefined) {
    const problem = {
      ...placeAt(0),
      rule: 'yaml-syntax',
      message: 'The file repeats too much by aliases.',
      fix: 'Write values out in place of "*" and "&".',
    };
    return { consumers: [], problems: [problem] };
  }
  const root = rootShape.safeParse(content.value, { reportInput: true });
  if (!root.success) return { consumers: [], problems: problemsOf(root.error, []) };
  const consumers: ConsumerDeclaration[] = [];
  const problems: Problem[] = [];
  for (const [name, value] of entriesOf(document)) {
    const at: Path = ['consumers', name];
    const parsed = consumerShape.safeParse(value, { reportInput: true });
    if (!parsed.success) problems.push(...problemsOf(parsed.error, at));
    const agreements = readableAgreements(value).map((agreement, index) => ({
      ...agreement,
      placeOf: (...path: Path): Place => placeOf([...at, 'agreements', index, ...path]),
    }));
    consumers.push({ name, entry: readableConsumer(value), agreements, place: placeOf(at) });
  }
  return { consumers, problems };
}

/** What the file says; undefined where aliases of aliases would make it larger than memory, which the parser refuses. */
function contentOf(document: Document): { readonly value: unknown } | undefined {
  try {
    return { value: document.toJS() };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Names and values as they stand in the file: objects of JavaScript have names of their own, like `__proto__`. */
function entriesOf(document: Document): readonly (readonly [string, unknown])[] {
  const consumers = document.get('consumers', true);
  if (!isMap(consumers)) return [];
  return consumers.items.map(({ key, value }) => [
    String(isScalar(key) ? key.value : key),
    isNode(value) ? value.toJS(document) : value,
  ]);
}

/** Offset of a value, or of its key in a mapping; of the nearest thing above it where the path leads nowhere. */
function offsetOf(document: Document, path: Path): number {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
    );
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  const value = document.getIn(path, true);
  if (isNode(value) && value.range) return value.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}
