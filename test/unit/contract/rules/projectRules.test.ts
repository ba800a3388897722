import { readdirSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { projectRules } from '../../../../src/contract/rules/projectRules.ts';

const rules = join(packageRoot(), 'src', 'contract', 'rules');
const tests = join(packageRoot(), 'test', 'unit', 'contract', 'rules');

describe('projectRules', () => {
  it('gives every rule an id of its own', () => {
    expect(new Set(projectRules.map((rule) => rule.id)).size).toBe(projectRules.length);
    expect(Object.isFrozen(projectRules)).toBe(true);
  });

  it('holds every rule that there is, and each has a test', () => {
    const declared = readdirSync(rules, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') && /^export const \w+: Rule = /m.test(readFileSync(join(rules, file), 'utf8')),
    );
    expect(projectRules).toHaveLength(declared.length);
    expect(declared.filter((file) => !existsSync(join(tests, file.replace(/\.ts$/, '.test.ts'))))).toEqual(
      [],
    );
  });
});
