import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import type { Token } from 'graphql';
import type { Place, Problem } from '../../errors/Problem.ts';
import { didYouMean } from '../didYouMean.ts';
import { placeAt, placeOfError, startOf } from './placeOf.ts';

interface Seen {
  readonly at: Place;
  readonly message: string;
}

/** What a parser says of a file that it does not take: with the place of what is wrong, which is not always the parser's. */
export function graphqlSyntaxProblem(file: string, text: string, error: GraphQLError): Problem {
  if (endOfIgnored(text, 0) === text.length) return emptyFile(file);
  const { at, message } = afterDescription(file, text, error) ??
    openString(file, text, error) ?? { at: placeOfError(file, error), message: error.message };
  const [, name] = /Unexpected Name "(\w+)"/.exec(message) ?? [];
  return {
    ...at,
    rule: 'graphql-syntax',
    message: `${message.replace(/\.$/, '')}.${name === undefined ? '' : didYouMean(name, ['type', 'enum'])}`,
    fix: 'Write the file in GraphQL SDL; the rest of it is checked once it can be read.',
  };
}

/** Of a description before something that is no definition, graphql-js blames the description. */
function afterDescription(file: string, text: string, error: GraphQLError): Seen | undefined {
  if (!error.message.startsWith('Syntax Error: Unexpected description')) return undefined;
  const start = error.positions?.[0] ?? 0;
  const lexer = new Lexer(new Source(text, file));
  do lexer.advance();
  while (lexer.token.start < start);
  const token = lexer.advance();
  if (token.value === 'extend') return undefined;
  const what = token.kind === TokenKind.NAME ? `Name "${token.value}"` : `"${token.kind}"`;
  return { at: placeAt(file, text, token.start), message: `Syntax Error: Unexpected ${what}.` };
}

/** Of a string that is never closed, graphql-js blames where the line or the file ends. */
function openString(file: string, text: string, error: GraphQLError): Seen | undefined {
  if (!error.message.startsWith('Syntax Error: Unterminated string')) return undefined;
  const start = endOfIgnored(text, lastToken(text).end);
  const message = 'Syntax Error: The string that begins here is never closed.';
  return { at: placeAt(file, text, start), message };
}

/** The last token before the lexer gives up. */
function lastToken(text: string): Token {
  const lexer = new Lexer(new Source(text));
  try {
    while (lexer.advance().kind !== TokenKind.EOF);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
  return lexer.token;
}

function emptyFile(file: string): Problem {
  return {
    ...startOf(file),
    rule: 'graphql-syntax',
    message: 'The file declares nothing.',
    fix: 'Declare a type in it, or remove it.',
  };
}

/** Where the next token begins: https://spec.graphql.org/October2021/#sec-Language.Source-Text.Ignored-Tokens */
function endOfIgnored(text: string, from: number): number {
  const ignored = /(?:[\s,\uFEFF]|#[^\r\n]*)*/y;
  ignored.lastIndex = from;
  ignored.exec(text);
  return ignored.lastIndex;
}
