import { describe, expect, it } from '@jest/globals';
import { problemAt, problemsOf } from '../../../../support/problemsOf.ts';
import { editedProject, fixturePaths, projectFixture } from '../../../../support/projectFixture.ts';

describe('sqlStatement', () => {
  it('refuses a second statement', () => {
    const files = editedProject(
      fixturePaths.settledClaimSql,
      'where claims.settled_at is not null',
      'where claims.settled_at is not null;\n-- and now\nselect 2',
    );
    expect(problemsOf(files)).toEqual([
      problemAt('sql-statement', files, fixturePaths.settledClaimSql, 'select 2'),
    ]);
  });

  it('refuses a character NUL', () => {
    const files = projectFixture({ [fixturePaths.resolveSql]: "select '\0'" });
    expect(problemsOf(files)).toEqual([problemAt('sql-statement', files, fixturePaths.resolveSql, '\0')]);
  });

  it('refuses a file with nothing but comments', () => {
    const files = projectFixture({ [fixturePaths.resolveSql]: '-- later;\n/* and\n later; */\n' });
    expect(problemsOf(files)).toEqual([problemAt('sql-statement', files, fixturePaths.resolveSql)]);
  });

  it('takes a semicolon at the end, in texts and in comments', () => {
    const files = editedProject(
      fixturePaths.settledClaimSql,
      'where claims.settled_at is not null',
      "where claims.town <> 'a;b''c' and claims.office <> $$;$$ -- ;\n /* ; */;\n-- end\n",
    );
    expect(problemsOf(files)).toEqual([]);
  });
});
