import { isNode, isScalar, visit } from 'yaml';
import type { Document } from 'yaml';
import type { YamlProblem } from './YamlProblem.ts';

/** What YAML allows and an object of JavaScript could not say: keys that are no names, and aliases of nothing. */
export function yamlContentProblems(document: Document): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Pair(_key, { key, value }) {
      if (isScalar(key) && isName(key.value)) return;
      const node = [key, value].find((part) => isNode(part) && part.range != null);
      problems.push({
        offset: isNode(node) ? (node.range?.[0] ?? 0) : 0,
        message: 'The key that stands here is no name.',
        fix: 'Write a word as the key, not an empty text, an alias, a list or a mapping.',
      });
    },
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return;
      problems.push({
        offset: node.range?.[0] ?? 0,
        message: `"*${node.source}" repeats something that is not there.`,
        fix: `Mark what it repeats with "&${node.source}" further up, or write the value out; a text that begins with "*" needs quotes.`,
      });
    },
  });
  return problems;
}

function isName(key: unknown): boolean {
  return typeof key === 'string' ? key.trim() !== '' : typeof key === 'number' || typeof key === 'boolean';
}
