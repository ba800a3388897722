import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import type { Place, Problem } from '../../errors/Problem.ts';
import { explainShapeIssue } from './explainShapeIssue.ts';
import { yamlContentProblems } from './yamlContentProblems.ts';
import { yamlSyntaxProblems } from './yamlSyntaxProblems.ts';

/** Where a value stands in what a file says. */
export type YamlPath = readonly (string | number)[];

/** What a kind of YAML file is called by its problems, and what its keys mean, for whoever writes a wrong one. */
export interface YamlKind {
  readonly rule: string;
  /** By key, as it goes on after "Give". */
  readonly meanings: ReadonlyMap<string, string>;
}

export interface YamlContent {
  readonly value: unknown;
  /** The place of a value; of the nearest thing above it where the path leads nowhere; through an alias, where it is written. */
  readonly placeOf: (path: YamlPath) => Place;
  /** What is wrong with a value at a path, in the words of the kind of file. */
  readonly problemsOf: (error: z.ZodError, at: YamlPath) => readonly Problem[];
  /** Names and values of a mapping as they stand in the file: objects of JavaScript have names of their own, like `__proto__`. */
  readonly entriesOf: (path: YamlPath) => readonly (readonly [string, unknown])[];
}

export type YamlFile =
  | { readonly ok: true; readonly content: YamlContent }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a file of a project that is YAML; one that is none, or says what no object can, gives its problems. */
export function readYamlFile(file: string, text: string, { rule, meanings }: YamlKind): YamlFile {
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
    return { ok: false, problems };
  }
  const unclear = yamlContentProblems(document);
  if (unclear.length > 0) {
    const problems = unclear.map(({ offset, message, fix }) => ({
      ...placeAt(offset),
      ...{ rule, message, fix },
    }));
    return { ok: false, problems };
  }
  const content = contentOf(document);
  if (content === undefined) {
    const problem = {
      ...placeAt(0),
      rule: 'yaml-syntax',
      message: 'The file repeats too much by aliases.',
      fix: 'Write values out in place of "*" and "&".',
    };
    return { ok: false, problems: [problem] };
  }
  const placeOf = (path: YamlPath): Place => placeAt(offsetOf(document, path));
  return {
    ok: true,
    content: {
      value: content.value,
      placeOf,
      problemsOf: (error, at) =>
        error.issues.flatMap((issue) =>
          explainShapeIssue(issue, meanings).map(({ path, message, fix }) => ({
            ...placeOf([...at, ...path]),
            ...{ rule, message, fix },
          })),
        ),
      entriesOf: (path) => entriesOf(document, path),
    },
  };
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

function entriesOf(document: Document, path: YamlPath): readonly (readonly [string, unknown])[] {
  const mapping = document.getIn(path, true);
  if (!isMap(mapping)) return [];
  return mapping.items.map(({ key, value }) => [
    String(isScalar(key) ? key.value : key),
    isNode(value) ? value.toJS(document) : value,
  ]);
}

/**
 * Offset of a value, or of its key in a mapping; of the nearest thing above it where the path leads nowhere. What stands in something
 * that an alias repeats has the place where it is written, so that whatever is wrong with it is one problem.
 */
function offsetOf(document: Document, path: YamlPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    if (isAlias(node)) {
      node = node.resolve(document);
      offset = keyOffsetOf(document, node) ?? startOf(node) ?? offset;
    }
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const child: unknown = isSeq(node) ? node.get(step, true) : pair?.value;
    const found = startOf(pair?.key) ?? startOf(child);
    if (found === undefined) break;
    node = child;
    offset = found;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

/** Offset of the key whose value is a node. */
function keyOffsetOf(document: Document, node: unknown): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair(_key, { key, value }) {
      if (value !== node) return undefined;
      offset = startOf(key);
      return visit.BREAK;
    },
  });
  return offset;
}
