import { MaxTokensParserWLexer } from '@escape.tech/graphql-armor-max-tokens';
import { type DocumentNode, type GraphQLSchema, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitExceeded } from './limitExceeded.ts';
import { limitRules } from './limitRules.ts';
import type { Limits } from './Limits.ts';

/** Bytes that a parsed document takes for each character, about. */
const parsedBytes = 50;

/**
 * Refuses documents over the limits before graphql-js validates them: some of its rules compare every field with every
 * other, which the limits keep small. Documents that passed are kept as they were parsed, in bounded memory (attack 11): those who
 * follow with the same document share one.
 */
export class DocumentLimiter {
  readonly #limits: Limits;
  readonly #passed = new LRUCache<string, DocumentNode>({
    maxSize: 32 * 1024 * 1024,
    sizeCalculation: (_document, text) => parsedBytes * text.length + 64,
  });

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Checks a document's text, and gives it parsed. Undefined where it has a syntax error: the server that executes it reports it.
   *
   * @throws {ConcordatError} LIMIT_EXCEEDED
   */
  check(text: string, schema: GraphQLSchema): DocumentNode | undefined {
    const known = this.#passed.get(text);
    if (known !== undefined) return known;
    const document = this.#parse(text);
    if (document === undefined) return undefined;
    const exceeded: (keyof Limits)[] = [];
    validate(
      schema,
      document,
      limitRules(this.#limits, (limit) => {
        exceeded.push(limit);
      }),
    );
    if (exceeded[0]) throw limitExceeded(exceeded[0], this.#limits);
    this.#passed.set(text, document);
    return document;
  }

  #parse(text: string): DocumentNode | undefined {
    const seen = { tooManyTokens: false };
    try {
      return new MaxTokensParserWLexer(text, {
        n: this.#limits.tokens,
        onReject: [
          () => {
            seen.tooManyTokens = true;
          },
        ],
      }).parseDocument();
    } catch (error) {
      if (seen.tooManyTokens) throw limitExceeded('tokens', this.#limits);
      // The parser is recursive: what is nested deep enough exhausts its stack.
      if (error instanceof RangeError) throw limitExceeded('depth', this.#limits);
      return undefined;
    }
  }
}
