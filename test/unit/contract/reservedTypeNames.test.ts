import { describe, expect, it } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { reservedTypeNames } from '../../../src/contract/reservedTypeNames.ts';
import { catalogSdl } from '../../../src/query/schema/catalogSdl.ts';
import { exceptionTypesSdl } from '../../../src/query/schema/exceptionsSdl.ts';
import { sharedTypesSdl } from '../../../src/query/schema/sharedTypesSdl.ts';
import { projectFixture } from '../../support/projectFixture.ts';

describe('reservedTypeNames', () => {
  it("holds the gateway's own types of a caller's schema", () => {
    const document = parse(
      sharedTypesSdl('EXECUTABLE') + catalogSdl('EXECUTABLE') + exceptionTypesSdl('EXECUTABLE'),
    );
    const names = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.ENUM_TYPE_DEFINITION
        ? [definition.name.value]
        : [],
    );
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !reservedTypeNames.has(name))).toEqual([]);
  });

  it('holds no type of a project', () => {
    const { sharedTypes } = assertProject(projectFixture());
    expect([...sharedTypes.keys()].filter((name) => reservedTypeNames.has(name))).toEqual([]);
  });
});
