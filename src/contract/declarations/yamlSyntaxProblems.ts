import { Scalar, visit } from 'yaml';
import type { Document, YAMLParseError } from 'yaml';
import type { YamlProblem } from './YamlProblem.ts';

type Words = Pick<YamlProblem, 'message' | 'fix'>;

/** What the library says in words of its own. */
const words: { readonly [C in YAMLParseError['code']]?: Words } = {
  DUPLICATE_KEY: {
    message: 'The same key stands twice.',
    fix: 'Merge the two entries, or rename one: each name stands once.',
  },
  MULTIPLE_DOCS: {
    message: 'A second document begins here.',
    fix: 'Take the line "---" out: the file is one document.',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'Something else than "key: value" stands here.',
    fix: 'Write a colon and a space between key and value, each pair on a line of its own.',
  },
};

/** Why a file is no YAML: after a first error the rest is guesswork, unless it is about keys that stand twice. */
export function yamlSyntaxProblems(document: Document.Parsed): readonly YamlProblem[] {
  const broken = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  const sure = broken ? [broken] : document.errors;
  return sure.map(({ code, message, pos }) => {
    const quote = /^Missing closing ['"]/.test(message) ? openQuote(document) : undefined;
    const said = words[code] ?? {
      message: message.replace(/\.?$/, '.'),
      fix: 'Write the file in YAML 1.2; the rest of it is checked once it can be read.',
    };
    return quote === undefined
      ? { offset: pos[0], ...said }
      : { ...said, offset: quote, message: 'The quote that is opened here is never closed.' };
  });
}

/** The library blames the end of the file for a quote that is not closed, which is the last one that there is. */
function openQuote(document: Document.Parsed): number | undefined {
  let last: number | undefined;
  visit(document, {
    Scalar(_key, node) {
      const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
      if (quoted && node.range) last = node.range[0];
    },
  });
  return last;
}
