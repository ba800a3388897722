import { expect, it } from '@jest/globals';
import { projectRules } from '../../../../src/contract/rules/projectRules.ts';
import { rulesBesideSql } from '../../../../src/contract/rules/rulesBesideSql.ts';

it('names rules that a project is checked against, and none about tables, columns and SQL', () => {
  const beside = [...rulesBesideSql].map(({ id }) => id);
  expect(projectRules.map(({ id }) => id)).toEqual(expect.arrayContaining(beside));
  for (const id of ['unknown-type', 'column-name', 'key-missing', 'derived-from-source', 'sql-statement'])
    expect(beside).not.toContain(id);
});
