import { describe, expect, it } from '@jest/globals';
import { ConcordatError } from '../../../../src/errors/ConcordatError.ts';
import { DocumentLimiter } from '../../../../src/server/limits/DocumentLimiter.ts';
import { defaultLimits, type Limits } from '../../../../src/server/limits/Limits.ts';
import { stubSchema } from '../../../support/stubEngine.ts';

function verdict(text: string, limits: Partial<Limits> = {}): string {
  try {
    new DocumentLimiter({ ...defaultLimits, ...limits }).check(text, stubSchema);
    return 'passes';
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    expect(error.code).toBe('LIMIT_EXCEEDED');
    expect(error.fix).toBeTruthy();
    return error.message;
  }
}

const nest = (levels: number, inner = '_meta { revision }') =>
  `{ sale(saleId: 1) ${'{ timeline '.repeat(levels - 3)} { ${inner} } ${'}'.repeat(levels - 3)} }`;

describe('depth', () => {
  it('takes an operation as deep as the limit and refuses one level more', () => {
    expect(verdict(nest(5), { depth: 5 })).toBe('passes');
    expect(verdict(nest(6), { depth: 5 })).toContain('deeper than 5 levels');
  });

  it('counts what a fragment or an inline fragment nests, and no level for the fragment itself', () => {
    const spread = `fragment F on Sale { _meta { revision } } { sale(saleId: 1) { ... on Sale { ...F } } }`;
    expect(verdict(spread, { depth: 3 })).toBe('passes');
    expect(verdict(spread, { depth: 2 })).toContain('deeper than 2');
  });

  it('counts the depth of a fragment where it is spread the second time, deeper', () => {
    const twice = `fragment F on Sale { _meta { revision } } { sale(saleId: 1) { ...F timeline { timeline { ...F } } } }`;
    expect(verdict(twice, { depth: 5 })).toBe('passes');
    expect(verdict(twice, { depth: 4 })).toContain('deeper than 4');
  });

  it('looks at every operation of a document, whichever is named', () => {
    const two = `query A { hello } query B ${nest(6)}`;
    expect(verdict(two, { depth: 5 })).toContain('deeper than 5');
  });

  it('leaves room for the introspection of graphql-js', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    expect(verdict(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }))).toBe(
      'passes',
    );
  });

  it('refuses nesting that exhausts the parser’s stack', () => {
    expect(verdict(`{ sale(saleId: ${'['.repeat(200_000)}`, { tokens: 1e9 })).toContain('deeper');
  });
});

describe('aliases', () => {
  it('counts each alias, also of __typename', () => {
    const aliased = (count: number) =>
      `{ ${Array.from({ length: count }, (_, at) => `a${at}: __typename`).join(' ')} }`;
    expect(verdict(aliased(5), { aliases: 5 })).toBe('passes');
    expect(verdict(aliased(6), { aliases: 5 })).toContain('more than 5 aliases');
  });

  it('counts the aliases of a fragment as often as it is spread', () => {
    const text = `fragment F on Sale { a: saleId b: saleId } { sale(saleId: 1) { ...F timeline { ...F timeline { ...F } } } }`;
    expect(verdict(text, { aliases: 6 })).toBe('passes');
    expect(verdict(text, { aliases: 5 })).toContain('more than 5 aliases');
  });
});

describe('directives', () => {
  it('counts them on fields, spreads, variables and operations', () => {
    const text = `query ($v: ID @a) @b { hello @c ...F @d ...F @e } fragment F on Query @f { hello @g }`;
    expect(verdict(text, { directives: 7 })).toBe('passes');
    expect(verdict(text, { directives: 6 })).toContain('more than 6 directives');
  });
});

describe('tokens', () => {
  it('takes as many as the limit and refuses one more', () => {
    expect(verdict('{ hello }', { tokens: 3 })).toBe('passes');
    expect(verdict('{ hello hello }', { tokens: 3 })).toContain('more than 3 tokens');
  });
});

describe('fields', () => {
  it('counts root fields through fragments', () => {
    const text = `{ hello ...F ... { hello } } fragment F on Query { hello broken }`;
    expect(verdict(text, { rootFields: 4 })).toBe('passes');
    expect(verdict(text, { rootFields: 3 })).toContain('more than 3 root fields');
  });

  it('counts a fragment as often as it is spread', () => {
    const text = `{ sale(saleId: 1) { ...F timeline { ...F } } } fragment F on Sale { _meta { revision } }`;
    expect(verdict(text, { fields: 6 })).toBe('passes');
    expect(verdict(text, { fields: 5 })).toContain('more than 5 fields');
  });
});

describe('hostile documents', () => {
  it('refuses 2^20 nested spreads in linear time', () => {
    const fragments = Array.from(
      { length: 20 },
      (_, at) => `fragment F${at} on Sale { ...F${at + 1} ...F${at + 1} }`,
    );
    const text = `{ sale(saleId: 1) { ...F0 } } ${fragments.join(' ')} fragment F20 on Sale { saleId }`;
    const started = performance.now();
    expect(verdict(text)).toContain('more than 1000 fields');
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('ends on cyclic fragments, which validation then refuses', () => {
    const text = `{ sale(saleId: 1) { ...A } } fragment A on Sale { timeline { ...B } } fragment B on Sale { timeline { ...A } }`;
    expect(verdict(text)).toBe('passes');
  });

  it('leaves a syntax error to the server that parses the document', () => {
    expect(verdict('{ hello')).toBe('passes');
  });
});
