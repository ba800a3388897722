import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  parse,
  visit,
  type GraphQLSchema,
} from 'graphql';
import { printCallerSchema, printSubgraphSchema } from '../../../../src/query/schema/printCallerSchema.ts';
import { parcelAccess, parcelProfile, parcelsProject, type parcelCallers } from '../../../support/parcels.ts';

function sdlFor(name: keyof typeof parcelCallers): string {
  return printCallerSchema(parcelProfile(name), parcelsProject);
}

function fieldsOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`no type ${name}`);
  return Object.keys(type.getFields());
}

/** The names of all definitions without a description. */
function undescribed(sdl: string): string[] {
  const names: string[] = [];
  const note = (node: { name: { value: string }; description?: { value: string } | undefined }): void => {
    if ((node.description?.value ?? '').trim() === '') names.push(node.name.value);
  };
  visit(parse(sdl), {
    ObjectTypeDefinition: note,
    InputObjectTypeDefinition: note,
    EnumTypeDefinition: note,
    UnionTypeDefinition: note,
    ScalarTypeDefinition: note,
    FieldDefinition: note,
    InputValueDefinition: note,
    EnumValueDefinition: note,
  });
  return names;
}

describe("a caller's schema", () => {
  const tracker = buildSchema(sdlFor('tracker'));
  const analyst = buildSchema(sdlFor('analyst'));
  const carrier = buildSchema(sdlFor('carrier'));

  it('has two root fields for each contract that is covered, and no others', () => {
    expect(fieldsOf(analyst, 'Query')).toEqual([
      'parcelV2',
      'parcelV2List',
      'contract',
      'contracts',
      'exceptions',
      '_entities',
      '_service',
    ]);
    expect(fieldsOf(tracker, 'Query')).toHaveLength(11);
  });

  it('has exceptions only where a contract is made by way of a reconciliation', () => {
    const profile = parcelProfile('carrier');
    const scans = new Map([...profile.contracts].filter(([id]) => id === 'scan@1'));
    const sdl = printCallerSchema({ ...profile, contracts: scans }, parcelsProject);
    expect(fieldsOf(buildSchema(sdl), 'Query')).toContain('scanV1');
    expect(sdl).not.toMatch(/exceptions\(|ExceptionConnection|ReconciliationException|Severity/);
    expect(sdlFor('carrier')).toContain('exceptions(');
  });

  it('does not promise to measure what is only declared', () => {
    expect(tracker.getType('QualityMeasure')?.description).toContain('the gateway does not measure');
  });

  it('holds no word of what is not covered (attack 12, 13)', () => {
    expect(sdlFor('analyst')).not.toMatch(
      /depot@1|DepotV1|ScanV1|scan@1|parcel@1|ParcelV1|suspicion|Purpose\b|DELIVERY\b|FRAUD/,
    );
    expect(sdlFor('carrier')).not.toMatch(/DepotV1|ParcelV1|depot@1/);
  });

  it('has links only to what is covered', () => {
    expect(fieldsOf(tracker, 'ParcelV2')).toContain('depot');
    expect(fieldsOf(analyst, 'ParcelV2')).not.toContain('depot');
    expect(fieldsOf(carrier, 'ScanV1')).toContain('parcel');
  });

  it('filters and orders by no masked field except HASH and TOKEN (attacks 14, 15)', () => {
    expect(fieldsOf(tracker, 'ParcelV2Where')).toEqual(
      expect.arrayContaining(['insuredSum', 'accountNumber']),
    );
    expect(fieldsOf(analyst, 'ParcelV2Where')).not.toContain('insuredSum');
    expect(fieldsOf(analyst, 'ParcelV2OrderBy')).not.toContain('insuredSum');
    expect(fieldsOf(analyst, 'ParcelV2OrderBy')).not.toContain('orderedAt');
    expect(fieldsOf(analyst, 'MaskedStringFilter')).toEqual(['eq', 'in']);
    expect(fieldsOf(analyst, 'MaskedIDFilter')).toEqual(['eq', 'in']);
  });

  it('has no type that nothing refers to', () => {
    const document = parse(sdlFor('carrier'));
    const referred = new Set(['Query', 'Subscription']);
    visit(document, {
      NamedType: ({ name }) => {
        referred.add(name.value);
      },
    });
    const defined = document.definitions.map((definition) =>
      'name' in definition ? definition.name.value : '',
    );
    expect(defined.filter((name) => !referred.has(name))).toEqual([]);
  });

  it('explains a field by itself', () => {
    expect(analyst.getQueryType()).toBeDefined();
    const parcel = analyst.getType('ParcelV2');
    if (!isObjectType(parcel)) throw new Error('no ParcelV2');
    expect(parcel.getFields()['price']?.description).toBe(
      'What the sender paid for carriage.\n\nUnit: EUR.\nClassification: CONFIDENTIAL.\nOwner: delivery-data.\nFrom: `intake.parcels.price` (SYSTEM_OF_RECORD; owner counter, freshness PT1M).\nFreshness: PT1H.',
    );
    expect(parcel.getFields()['receiverId']?.description).toContain('Mask: TOKEN');
    const clear = tracker.getType('ParcelV2');
    expect(isObjectType(clear) && clear.getFields()['receiverId']?.description).not.toContain('Mask:');
  });

  it('tells a unit from a field that holds it', () => {
    const access = parcelAccess('tracker', 'parcel@2');
    const fields = new Map(
      [...access.fields].map(([name, entry]) => [
        name,
        name === 'price' ? { ...entry, field: { ...entry.field, unit: 'region' } } : entry,
      ]),
    );
    const profile = {
      ...parcelProfile('tracker'),
      contracts: new Map([['parcel@2', { ...access, fields }]]),
    };
    expect(printCallerSchema(profile, parcelsProject)).toContain('Unit: the field `region`.');
  });

  it('describes every type, field, argument and value', () => {
    expect(undescribed(sdlFor('tracker'))).toEqual([]);
    expect(undescribed('type Query { parcel(id: ID!): Int }')).toEqual(['Query', 'parcel', 'id']);
  });

  it("takes the meaning of the vocabulary's words from its reference", () => {
    const settlement = tracker.getType('Settlement');
    expect(settlement?.description).toBe('How final a row is.');
    expect(isEnumType(settlement) && settlement.getValue('SETTLED')?.description).toBe(
      'Reconciled and authoritative.',
    );
  });

  it('deprecates root fields with the day of sunset, and fields with their reason', () => {
    const { parcelV1, parcelV1List, parcelV2 } = tracker.getQueryType()?.getFields() ?? {};
    expect(parcelV1?.deprecationReason).toBe(
      'Deprecated since 2026-01-31, served until 2098-06-30. It knows too little. Use `parcelV2`.',
    );
    expect(parcelV1List?.deprecationReason).toBe(parcelV1?.deprecationReason);
    expect(parcelV2?.deprecationReason).toBeUndefined();
    expect(sdlFor('tracker')).toContain('depotId: ID @deprecated(reason: "Use the depot itself.")');
  });

  it('names no field that the caller has not, in no description', () => {
    const profile = parcelProfile('carrier');
    const access = parcelAccess('carrier', 'parcel@2');
    const contract = {
      ...access.contract,
      fields: access.contract.fields.map((field) =>
        field.name === 'price' ? { ...field, unit: 'suspicion' } : field,
      ),
    };
    const fields = new Map(
      [...access.fields]
        .filter(([name]) => name !== 'region' && name !== 'suspicion')
        .map(([name, entry]) => [
          name,
          name === 'price' ? { ...entry, field: { ...entry.field, unit: 'suspicion' } } : entry,
        ]),
    );
    const contracts = new Map([['parcel@2', { ...access, contract, fields }]]);
    const sdl = printCallerSchema({ ...profile, contracts }, parcelsProject);
    expect(sdl).not.toMatch(/suspicion|`region`/);
    expect(sdlFor('carrier')).toMatch(/Residency: by `region`/);
  });

  it('tells the one region in which every row of a contract resides', () => {
    const profile = parcelProfile('carrier');
    const access = parcelAccess('carrier', 'parcel@2');
    const fields = new Map([...access.fields].filter(([name]) => name !== 'region'));
    const contract = { ...access.contract, residesIn: 'NORTH' };
    const contracts = new Map([['parcel@2', { ...access, contract, fields }]]);
    const sdl = printCallerSchema({ ...profile, contracts }, parcelsProject);
    expect(sdl).toMatch(/^ *Residency: every row in NORTH\.$/m);
    expect(sdl).not.toMatch(/Residency: by/);
  });

  it('depends on the shape alone', () => {
    const one = parcelProfile('carrier', { carrier: 'one' });
    const two = parcelProfile('carrier', { carrier: 'two' });
    expect(one.key).not.toBe(two.key);
    expect(one.shape).toBe(two.shape);
    expect(printCallerSchema(one, parcelsProject)).toBe(printCallerSchema(two, parcelsProject));
  });
});

describe('the same schema as a subgraph', () => {
  const sdl = printSubgraphSchema(parcelProfile('carrier'), parcelsProject);

  it('has keys, and nothing that Federation adds itself', () => {
    expect(sdl).toContain('type ScanV1 @key(fields: "parcelId scanNumber")');
    expect(sdl).toContain('type PageInfo @shareable');
    expect(sdl).not.toMatch(/_entities|_service|_Any|_Entity|_Service/);
  });
});
