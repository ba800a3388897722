import { describe, expect, it } from '@jest/globals';
import { splitStatements } from '../../../src/contract/splitStatements.ts';

const texts = (sql: string): readonly string[] => splitStatements(sql).map((statement) => statement.text);

describe('splitStatements', () => {
  it.each([
    ['select 1', ['select 1']],
    ['select 1;', ['select 1']],
    ['select 1;\n-- end;\n', ['select 1']],
    ['select 1; select 2', ['select 1', 'select 2']],
    [';;', []],
    ['-- nothing;\n/* here; */', []],
    ["select ';', 'it''s; so'", ["select ';', 'it''s; so'"]],
    ['select ";" from a', ['select ";" from a']],
    ["select E'\\';' from a", ["select E'\\';' from a"]],
    ['select $$;$$, $q$ $$;$$ $q$', ['select $$;$$, $q$ $$;$$ $q$']],
    ['/* one; /* two; */ still; */ select 1', ['/* one; /* two; */ still; */ select 1']],
    ['select a$b$ ; select c$b$', ['select a$b$', 'select c$b$']],
    ["select 'never closed; ", ["select 'never closed;"]],
    ['/* never closed; select 1', []],
    ['-- why\nselect 1;', ['-- why\nselect 1']],
    ["select '\\'; select 2", ["select '\\'", 'select 2']],
  ])('splits %j', (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('says where each begins', () => {
    expect(splitStatements('-- a\nselect 1;\n  select 2').map(({ start }) => start)).toEqual([5, 17]);
  });
});
