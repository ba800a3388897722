import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Agreement, Contract, ContractField, ObjectType } from '../../../src/contract/model.ts';
import { ConcordatError } from '../../../src/errors/ConcordatError.ts';
import type { AccessProfile, ContractAccess } from '../../../src/policy/AccessProfile.ts';
import { compileAccessProfile } from '../../../src/policy/compileAccessProfile.ts';
import {
  agreement,
  caller,
  consumer,
  contract,
  field,
  fieldType,
  mask,
  project,
} from '../../support/policyModel.ts';

const now = new Date('2026-06-15T12:00:00Z');

const email = field('email', 'String', { mask: mask('EMAIL', { clearFor: ['CARE'] }) });
const region = field('region', 'String');
const claim = contract('claim@1', [email, region], { residency: region });

function compile(
  contracts: readonly Contract[],
  agreements: readonly Agreement[],
  settings: Partial<Parameters<typeof compileAccessProfile>[2]> = {},
  who: Parameters<typeof caller>[0] & { class?: 'EXTERNAL_REGULATORY' | 'DECISION_AUTOMATION' } = {},
): AccessProfile {
  const { class: consumerClass = 'OPERATIONAL_REPORTING', ...more } = who;
  const desk = consumer('desk', agreements, { class: consumerClass });
  return compileAccessProfile(project(contracts, [desk]), caller(more), { now, ...settings });
}

function claimAccess(...given: Parameters<typeof compile>): ContractAccess {
  const access = compile(...given).contracts.get('claim@1');
  if (access === undefined) throw new Error('The contract does not exist for the caller.');
  return access;
}

function refusal(compiled: () => unknown): string {
  try {
    compiled();
  } catch (error) {
    if (error instanceof ConcordatError) return `${error.code} ${error.message} ${error.fix ?? ''}`;
  }
  throw new Error('Nothing was refused.');
}

const refused = refusal(() => compile([claim], []));

describe('compileAccessProfile', () => {
  it('covers what an agreement names, for its purpose', () => {
    const other = contract('other@1', []);
    expect([...compile([claim, other], [agreement('claim@1')]).contracts.keys()]).toEqual(['claim@1']);
    const care = caller({ purpose: 'CARE', purposes: ['CARE'] });
    expect(refusal(() => compile([claim], [agreement('claim@1')], {}, care))).toBe(refused);
  });

  it("needs the purpose among the contract's own, whatever an agreement says", () => {
    const pricing = caller({ purpose: 'PRICING', purposes: ['PRICING'] });
    const agreed = [agreement('claim@1', { purposes: ['PRICING'] })];
    expect(refusal(() => compile([claim], agreed, {}, pricing))).toBe(refused);
  });

  it("needs the purpose among the token's own", () => {
    const both = [agreement('claim@1', { purposes: ['AUDIT', 'CARE'] })];
    expect(refusal(() => compile([claim], both, {}, { purpose: 'CARE', purposes: ['AUDIT'] }))).toBe(refused);
  });

  it('refuses an unknown consumer in the same words', () => {
    expect(refusal(() => compile([claim], [agreement('claim@1')], {}, { consumer: 'nobody' }))).toBe(refused);
  });

  it.each(['2026-06-15T00:00:00.000Z', '2026-06-15T23:59:59.999Z'])(
    'holds an agreement through its last day, %s',
    (at) => {
      expect(
        claimAccess([claim], [agreement('claim@1', { until: '2026-06-15' })], { now: new Date(at) }),
      ).toBeDefined();
    },
  );

  it('ends an agreement with the first moment of the next day, in UTC', () => {
    const after = { now: new Date('2026-06-16T00:00:00.000Z') };
    expect(refusal(() => compile([claim], [agreement('claim@1', { until: '2026-06-15' })], after))).toBe(
      refused,
    );
  });

  it.each([
    ['an expired EDGE contract', { expires: '2026-06-14' }],
    ['a version past its sunset', { sunset: { deprecatedOn: '2026-01-01', on: '2026-06-14' } }],
  ])('does not serve %s', (_what, declared) => {
    expect(refusal(() => compile([{ ...claim, ...declared }], [agreement('claim@1')]))).toBe(refused);
  });

  it.each([
    ['expires', { expires: '2026-06-15' }],
    ['sunset', { sunset: { deprecatedOn: '2026-01-01', on: '2026-06-15' } }],
  ])('serves through the day of %s', (_what, declared) => {
    expect(claimAccess([{ ...claim, ...declared }], [agreement('claim@1')])).toBeDefined();
  });

  it.each(['EXTERNAL_REGULATORY', 'DECISION_AUTOMATION'] as const)(
    'gives %s a provisional contract only by an agreement that accepts it',
    (consumerClass) => {
      const provisional = { ...claim, settlement: 'PROVISIONAL' as const };
      const who = { class: consumerClass };
      expect(refusal(() => compile([provisional], [agreement('claim@1')], {}, who))).toBe(refused);
      const accepting = agreement('claim@1', { acceptsProvisional: true, regions: ['EU'] });
      expect(claimAccess([provisional], [agreement('claim@1'), accepting], {}, who).regions).toEqual(['EU']);
      expect(claimAccess([claim], [agreement('claim@1')], {}, who)).toBeDefined();
    },
  );

  it('gives others a provisional contract without', () => {
    expect(claimAccess([{ ...claim, settlement: 'PROVISIONAL' }], [agreement('claim@1')])).toBeDefined();
  });
});

describe('regions', () => {
  const eu = agreement('claim@1', { regions: ['EU'] });
  const us = agreement('claim@1', { regions: ['US'] });
  const all = agreement('claim@1');

  it('are the union over the agreements that hold', () => {
    const ended = agreement('claim@1', { regions: ['APAC'], until: '2026-01-01' });
    expect(claimAccess([claim], [us, eu, ended]).regions).toEqual(['EU', 'US']);
    expect(claimAccess([claim], [us, all]).regions).toBe('ALL');
  });

  it("are cut to the deployment's region", () => {
    expect(claimAccess([claim], [us, eu], { deploymentRegion: 'EU' }).regions).toEqual(['EU']);
    expect(claimAccess([claim], [all], { deploymentRegion: 'EU' }).regions).toEqual(['EU']);
    expect(refusal(() => compile([claim], [us], { deploymentRegion: 'EU' }))).toBe(refused);
  });

  it('hide a contract without residency, unless an agreement is for all', () => {
    const anywhere = contract('claim@1', []);
    for (const settings of [{}, { deploymentRegion: 'EU' }]) {
      expect(refusal(() => compile([anywhere], [us, eu], settings))).toBe(refused);
      expect(claimAccess([anywhere], [us, all], settings).regions).toBe('ALL');
    }
  });

  it('cover a contract that resides in one region as a whole, or not at all', () => {
    const european = contract('claim@1', [], { residesIn: 'EU' });
    for (const agreed of [[eu], [us, eu], [all]]) {
      expect(claimAccess([european], agreed).regions).toBe('ALL');
      expect(claimAccess([european], agreed, { deploymentRegion: 'EU' }).regions).toBe('ALL');
      expect(refusal(() => compile([european], agreed, { deploymentRegion: 'US' }))).toBe(refused);
    }
    expect(refusal(() => compile([european], [us]))).toBe(refused);
    expect(refusal(() => compile([european], [us], { deploymentRegion: 'US' }))).toBe(refused);
  });

  it('cover nothing when an agreement names none', () => {
    expect(refusal(() => compile([claim], [agreement('claim@1', { regions: [] })]))).toBe(refused);
  });
});

describe('row policies', () => {
  const seller = field('sellerId', 'String!');
  const branch = field('branch', 'ID!');
  const count = field('count', 'Int!');
  const policies = [
    { field: seller, claim: 'seller' },
    { field: branch, claim: 'branch' },
  ];
  const bound = contract('claim@1', [seller, branch], { rowPolicies: policies });
  const claims = (given: Record<string, string>) => ({ claims: new Map(Object.entries(given)) });

  it("bind rows to the token's claims, all at once", () => {
    const access = claimAccess([bound], [agreement('claim@1')], {}, claims({ seller: 's-1', branch: '7' }));
    expect(access.rowValues).toEqual([
      { column: 'seller_id', value: 's-1' },
      { column: 'branch', value: '7' },
    ]);
  });

  it.each([
    ['is missing', { branch: '7' }],
    ['is empty', { seller: '', branch: '7' }],
    ['holds NUL', { seller: 's\0', branch: '7' }],
    ['holds a lone surrogate', { seller: '\ud800', branch: '7' }],
  ])('make the contract not exist when a claim %s', (_what, given) => {
    expect(refusal(() => compile([bound], [agreement('claim@1')], {}, claims(given)))).toBe(refused);
  });

  it('make the contract not exist when they bind a field that is no text, which the compiler refuses', () => {
    const byCount = contract('claim@1', [count], { rowPolicies: [{ field: count, claim: 'count' }] });
    expect(refusal(() => compile([byCount], [agreement('claim@1')], {}, claims({ count: '7' })))).toBe(
      refused,
    );
  });
});

describe('fields', () => {
  const decisions = (access: ContractAccess) =>
    [...access.fields].map(([name, { decision }]) => [name, decision]);

  it('keep the order of declaration and are decided by purpose', () => {
    const score = field('score', 'Int', { purposes: ['CARE'] });
    const both = contract('claim@1', [email, score]);
    const agreed = [agreement('claim@1', { purposes: ['AUDIT', 'CARE'] })];
    expect(decisions(claimAccess([both], agreed))).toEqual([
      ['claimId', { kind: 'CLEAR' }],
      ['email', { kind: 'MASKED', strategy: 'EMAIL' }],
    ]);
    expect(decisions(claimAccess([both], agreed, {}, { purpose: 'CARE', purposes: ['CARE'] }))).toEqual([
      ['claimId', { kind: 'CLEAR' }],
      ['email', { kind: 'CLEAR' }],
      ['score', { kind: 'CLEAR' }],
    ]);
  });

  it('never serve a contract whose key would be masked or hidden', () => {
    const maskedKey = field('claimId', 'ID!', { mask: mask('HASH') });
    const hiddenKey = field('claimId', 'ID!', { purposes: ['CARE'] });
    for (const key of [maskedKey, hiddenKey]) {
      const unservable = { ...contract('claim@1', []), key: [key], fields: [key] };
      expect(refusal(() => compile([unservable], [agreement('claim@1')]))).toBe(refused);
    }
  });

  const objectType = (name: string, fields: readonly ContractField[]): [string, ObjectType] => [
    name,
    { kind: 'OBJECT', name, description: 'A part.', fields },
  ];

  it('decide on the fields of nested types, of shared ones too', () => {
    const entries = field('entries', '[Entry!]!', { type: fieldType('[Entry!]!', 'OBJECT') });
    const hidden = field('hidden', 'String', { purposes: ['CARE'] });
    const types = new Map([objectType('Entry', [field('at', 'DateTime'), email, hidden])]);
    const own = claimAccess([contract('claim@1', [entries], { types })], [agreement('claim@1')]);
    const desk = consumer('desk', [agreement('claim@1')]);
    const shared = { ...project([contract('claim@1', [entries])], [desk]), sharedTypes: types };
    const fromShared = compileAccessProfile(shared, caller(), { now }).contracts.get('claim@1');
    for (const access of [own, fromShared]) {
      const nested = [...(access?.fields.get('entries')?.nested ?? [])];
      expect(nested.map(([name, { decision }]) => [name, decision.kind])).toEqual([
        ['at', 'CLEAR'],
        ['email', 'MASKED'],
      ]);
    }
  });

  it('leave out objects of an unknown type, without a visible field, or that hold themselves', () => {
    const part = (name: string, type: string) => field(name, type, { type: fieldType(type, 'OBJECT') });
    const types = new Map([
      objectType('Empty', [field('hidden', 'String', { purposes: ['CARE'] })]),
      objectType('Node', [part('child', 'Node'), field('at', 'DateTime')]),
    ]);
    const declared = [part('unknown', 'Nowhere'), part('empty', 'Empty'), part('tree', 'Node')];
    const access = claimAccess([contract('claim@1', declared, { types })], [agreement('claim@1')]);
    expect([...access.fields.keys()]).toEqual(['claimId', 'tree']);
    expect([...(access.fields.get('tree')?.nested?.keys() ?? [])]).toEqual(['at']);
  });
});

describe('shape and key', () => {
  const other = contract('other@1', [field('note', 'String')], { residency: region });
  const agreed = [agreement('claim@1'), agreement('other@1', { regions: ['EU', 'US'] })];

  it('do not depend on the order of declaration', () => {
    const baseline = compile([claim, other], agreed);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([claim, other], { minLength: 2 }),
        fc.shuffledSubarray(agreed, { minLength: 2 }),
        fc.shuffledSubarray([...claim.fields], { minLength: claim.fields.length }),
        fc.shuffledSubarray(['EU', 'US'], { minLength: 2 }),
        (contracts, agreements, fields, regions) => {
          const profile = compile(
            contracts.map((one) => (one === claim ? { ...claim, fields } : one)),
            agreements.map((one) => (one.regions === 'ALL' ? one : { ...one, regions })),
          );
          expect([profile.shape, profile.key]).toEqual([baseline.shape, baseline.key]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are the same for two consumers with equal access', () => {
    const desks = [consumer('desk', agreed), consumer('other-desk', agreed)];
    const declared = project([claim, other], desks);
    const [left, right] = desks.map(({ name }) =>
      compileAccessProfile(declared, caller({ consumer: name }), { now }),
    );
    expect(left?.key).toBe(right?.key);
    expect(left?.consumer).not.toBe(right?.consumer);
  });

  it('differ in the key, not in the shape, by region, rows and purpose', () => {
    const plain = contract('claim@1', [region], { residency: region });
    const bySeller = { ...plain, rowPolicies: [{ field: region, claim: 'seller' }] };
    const both = agreement('claim@1', { purposes: ['AUDIT', 'CARE'] });
    const profiles = [
      compile([plain], [both]),
      compile([plain], [{ ...both, regions: ['EU'] }]),
      compile([plain], [{ ...both, regions: ['US'] }]),
      compile([plain], [both], {}, { purpose: 'CARE', purposes: ['CARE'] }),
      compile([bySeller], [both], {}, { claims: new Map([['seller', 's-1']]) }),
      compile([bySeller], [both], {}, { claims: new Map([['seller', 's-2']]) }),
    ];
    expect(new Set(profiles.map(({ key }) => key)).size).toBe(profiles.length);
    expect(new Set(profiles.map(({ shape }) => shape)).size).toBe(1);
  });

  it('differ by the decision on a field, by contracts and by nested fields', () => {
    const part = field('part', 'Part', { type: fieldType('Part', 'OBJECT') });
    const nesting = (fields: readonly ContractField[]) =>
      contract('claim@1', [part], {
        types: new Map([['Part', { kind: 'OBJECT', name: 'Part', description: 'A part.', fields }]]),
      });
    const masking = (strategy: 'EMAIL' | 'REDACT') =>
      contract('claim@1', [field('email', 'String', { mask: mask(strategy) })]);
    const profiles = [
      compile([contract('claim@1', [field('email', 'String')])], agreed),
      compile([masking('EMAIL')], agreed),
      compile([masking('REDACT')], agreed),
      compile([masking('REDACT'), other], agreed),
      compile([nesting([field('a', 'String')])], agreed),
      compile([nesting([field('a', 'String', { mask: mask('HASH') })])], agreed),
      compile([nesting([field('a', 'String'), field('b', 'String')])], agreed),
    ];
    expect(new Set(profiles.map(({ shape }) => shape)).size).toBe(profiles.length);
  });

  it('are frozen through and through', () => {
    const profile = compile([claim], agreed);
    const access = profile.contracts.get('claim@1');
    const frozen = [
      profile,
      profile.contracts,
      access,
      access?.fields,
      access?.rowValues,
      access?.fields.get('email'),
    ];
    expect(frozen.every((one) => one !== undefined && Object.isFrozen(one))).toBe(true);
    expect(
      Object.isFrozen(
        compile([claim], [agreement('claim@1', { regions: ['EU'] })]).contracts.get('claim@1')?.regions,
      ),
    ).toBe(true);
  });
});
