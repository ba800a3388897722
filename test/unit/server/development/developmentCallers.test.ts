import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packageRoot } from '../../../../src/config/packageRoot.ts';
import { readProjectFiles } from '../../../../src/config/readProjectFiles.ts';
import { assertProject } from '../../../../src/contract/assertProject.ts';
import { developmentCallers } from '../../../../src/server/development/developmentCallers.ts';

it('names who may ask today, for what, and the claims that row policies need', async () => {
  const project = assertProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
  const callers = await developmentCallers(project, new Date('2026-11-23T12:00:00Z'), (contract, column) =>
    Promise.resolve(`${contract.id} ${column}`),
  );
  expect(callers.map(({ consumer, purposes }) => [consumer, ...purposes.map(({ name }) => name)])).toEqual([
    ['care-team', 'CARE'],
    ['research-group', 'RESEARCH', 'AUDIT'],
    ['doctor-portal', 'STATEMENTS'],
    ['billing-desk', 'BILLING'],
  ]);
  expect(callers[2]?.purposes[0]).toEqual({
    name: 'STATEMENTS',
    contracts: ['doctor_statement@1'],
    claims: [
      {
        name: 'doctor',
        example: 'doctor_statement@1 doctor_id',
        policies: [{ contract: 'doctor_statement@1', field: 'doctorId' }],
      },
    ],
  });
});

it('asks for no claim that every token has by itself, which nobody can choose', async () => {
  const project = assertProject(await readProjectFiles(join(packageRoot(), 'test', 'support', 'clinic')));
  const contracts = project.contracts.map((contract) => ({
    ...contract,
    rowPolicies: contract.rowPolicies.map((policy) => ({ ...policy, claim: 'sub' })),
  }));
  const callers = await developmentCallers({ ...project, contracts }, new Date('2026-11-23T12:00:00Z'), () =>
    Promise.resolve('x'),
  );
  expect(callers[2]?.purposes[0]).toEqual({
    name: 'STATEMENTS',
    contracts: ['doctor_statement@1'],
    claims: [],
  });
});
