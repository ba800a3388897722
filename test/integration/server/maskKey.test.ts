import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuild } from '../../../src/pipeline/rebuild/rebuild.ts';
import { deriveMaskKeys } from '../../../src/policy/masks/deriveMaskKeys.ts';
import type { MaskKeys } from '../../../src/policy/masks/MaskKeys.ts';
import {
  care,
  clinicMaskKeys,
  type ClinicGateway,
  research,
  startClinic,
} from '../../support/clinicGateway.ts';

/** States are read once a second. */
const untilStatesAreReadAgain = 1_100;

describe('a gateway whose database is rebuilt with another mask key', () => {
  const otherKeys = deriveMaskKeys('the mask key that comes after');
  let clinic: ClinicGateway;
  let masked = '';
  beforeAll(async () => {
    clinic = await startClinic();
    const { data } = await clinic.ask({ query: '{ clinicVisitV1(visitId: "v1") { patientHash } }' });
    masked = /hash_[\w-]+/.exec(JSON.stringify(data))?.[0] ?? '';
  });
  afterAll(() => clinic.close());

  const find = () =>
    clinic.ask({
      query: 'query ($h: String!) { clinicVisitV1List(where: { patientHash: { eq: $h } }) { totalCount } }',
      variables: { h: masked },
      as: research,
    });
  const readyz = async () => {
    const response = await fetch(`${clinic.url}/readyz`);
    return [response.status, await response.json()];
  };
  const rebuildWith = async (maskKeys: MaskKeys) => {
    await rebuild(clinic.database, clinic.project, { maskKeys });
    await setTimeout(untilStatesAreReadAgain);
  };

  it('is ready and finds rows by masked values before', async () => {
    expect(await readyz()).toEqual([200, { status: 'ready' }]);
    expect((await find()).data).toEqual({ clinicVisitV1List: { totalCount: 2 } });
  });

  it('is not ready after, and refuses to read what was rebuilt instead of finding nothing', async () => {
    await rebuildWith(otherKeys);
    expect(await readyz()).toEqual([503, { status: 'rebuilt with another mask key' }]);
    for (const answer of [
      await find(),
      await clinic.ask({ query: '{ clinicVisitV1(visitId: "v1") { patientToken } }', as: research }),
      await clinic.ask({ query: '{ clinicVisitV1List { nodes { visitId } } }', as: care }),
      await clinic.ask({
        query:
          '{ _entities(representations: [{ __typename: "ClinicVisitV1", visitId: "v1" }]) { ... on ClinicVisitV1 { patientHash } } }',
      }),
    ]) {
      expect(answer.codes).toEqual(['CONFIGURATION_INVALID']);
      expect(answer.errors[0]?.message).toBe('The gateway is not set up for what it serves.');
      expect(answer.text).not.toMatch(/hash_|token_|MASK_KEY/);
    }
    expect(clinic.logText()).toContain('"subject":"CONCORDAT_MASK_KEY, clinic_visit@1"');
    for (const { fingerprint } of [clinicMaskKeys, otherKeys]) {
      expect(clinic.logText()).not.toContain(fingerprint);
    }
  });

  it('still says what there is to ask', async () => {
    const answer = await clinic.ask({ query: '{ contracts { name } }' });
    expect(answer.codes).toEqual([]);
  });

  it('serves again when the database is rebuilt with its own', async () => {
    await rebuildWith(clinicMaskKeys);
    expect(await readyz()).toEqual([200, { status: 'ready' }]);
    expect((await find()).data).toEqual({ clinicVisitV1List: { totalCount: 2 } });
  });
});
