import { MaxTokensParserWLexer } from '@escape.tech/graphql-armor-max-tokens';
import { type DocumentNode, type GraphQLSchema, validate } from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitExceeded } from './limitExceeded.ts';
import { limitRules } from './limitRules.ts';
import type { Limits } from './Limits.ts';

/**
 * Refuses documents over the limits before graphql-js validates them: some of its rules compare every field with every
 * other, which the limits keep small. Documents that passed are remembered, in bounded memory (attack 11).
 */
export class DocumentLimiter {
  readonly #limits: Limits;
  readonly #passed = new LRUCache<string, true>({
    maxSize: 8 * 1024 * 1024,
    sizeCalculation: (_value, text) => 2 * text.length + 64,
  });

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /**
   * Checks a document's text. Syntax errors pass: the server that executes the document reports them.
   *
   * @throws {ConcordatError} LIMIT_EXCEEDED
   */
  check(text: string, schema: GraphQLSchema): void {
    if (this.#passed.has(text)) return;
    const document = this.#parse(text);
    if (document === undefined) return;
    const exceeded: (keyof Limits)[] = [];
    validate(
      schema,
      document,
      limitRules(this.#limits, (limit) => {
        exceeded.push(limit);
      }),
    );
    if (exceeded[0]) throw limitExceeded(exceeded[0], this.#limits);
    this.#passed.set(text, true);
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
