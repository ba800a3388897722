import { describe, expect, it } from '@jest/globals';
import { assertProject } from '../../../src/contract/assertProject.ts';
import { compileProject } from '../../../src/contract/compileProject.ts';
import type { Project } from '../../../src/contract/model.ts';
import { editedProject, fixturePaths, projectFixture } from '../../support/projectFixture.ts';

function compiled(): Project {
  const result = compileProject(projectFixture());
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.project;
}

describe('compileProject', () => {
  it('reads purposes, regions and shared types', () => {
    const project = compiled();
    expect(project.purposes).toEqual(['CLAIM_HANDLING', 'FINANCIAL_CLOSE', 'FRAUD_REVIEW']);
    expect(project.regions).toEqual(['NORTH', 'SOUTH']);
    expect([...project.sharedTypes.keys()]).toEqual(['Purpose', 'Region', 'Currency', 'Locality']);
    expect(project.sharedTypes.get('Locality')).toMatchObject({
      kind: 'OBJECT',
      fields: [
        { name: 'town', column: 'town', classification: 'INTERNAL' },
        {
          name: 'postalCode',
          // The GraphQL name in the stored JSON, not a column.
          column: 'postalCode',
          mask: { strategy: 'FIRST_FOUR', clearFor: ['CLAIM_HANDLING'] },
        },
      ],
    });
  });

  it('orders contracts by name and version', () => {
    expect(compiled().contracts.map((contract) => contract.id)).toEqual([
      'claim_dossier@1',
      'settled_claim@1',
    ]);
  });

  it('fills a contract in, with defaults by name', () => {
    const [, contract] = compiled().contracts;
    expect(contract).toMatchObject({
      id: 'settled_claim@1',
      name: 'settled_claim',
      version: 1,
      typeName: 'SettledClaimV1',
      queryName: 'settledClaimV1',
      description: 'A claim that is closed for good: the payment has left our account and the balance holds.',
      domain: 'claims',
      owner: 'claims-data',
      tier: 'ENTERPRISE',
      status: 'ACTIVE',
      settlement: 'SETTLED',
      delivery: 'AT_LEAST_ONCE_IN_ORDER_PER_KEY',
      purposes: ['FINANCIAL_CLOSE', 'FRAUD_REVIEW'],
      definedBy: 'Claims manual, chapter 4',
      freshness: 'PT24H',
      retention: 'P10Y',
      availability: 0.99,
      serving: {
        schema: 'contract',
        table: 'settled_claim_v1',
        topic: 'contract.settled_claim.v1',
        format: 'CLOUDEVENTS',
      },
      derivedFrom: [
        { kind: 'product', product: 'claim_intake', table: 'claims', by: 'claim_id' },
        { kind: 'product', product: 'claim_intake', table: 'offices', by: 'office' },
        { kind: 'reconciliation', reconciliation: 'claim_balance', by: 'claim_id' },
      ],
      quality: [
        {
          id: 'negative',
          description: 'Share of claims below zero',
          sql: 'select 0',
          mustBeLessThan: 0.01,
        },
      ],
      rowPolicies: [],
      place: { file: 'schema/contracts/settled_claim/v1.graphql', line: 4, column: 6 },
    });
    expect(contract?.key.map((field) => field.column)).toEqual(['claim_id']);
    expect(contract?.residency?.name).toBe('region');
    expect(contract?.indexes.map((index) => index.map((field) => field.column))).toEqual([
      ['region', 'settled_at'],
    ]);
    expect(contract?.sql?.file).toBe('schema/contracts/settled_claim/v1.sql');
    expect(contract?.expires).toBeUndefined();
    expect(contract?.sunset).toBeUndefined();
  });

  it('reads fields with everything that is said about them, links apart', () => {
    const [, contract] = compiled().contracts;
    expect(contract?.fields.map((field) => field.column)).toEqual([
      'claim_id',
      'settled_at',
      'paid_amount',
      'currency',
      'region',
      'holder_email',
      'risk_score',
      'outcome',
      'payments',
      'locality',
      'old_reference',
    ]);
    const field = (name: string) => contract?.fields.find((other) => other.name === name);
    expect(field('paidAmount')).toMatchObject({
      description: "What we paid in the end, after the insured person's own share.",
      type: { name: 'Decimal', kind: 'SCALAR', nonNull: true, list: false },
      classification: 'CONFIDENTIAL',
      unit: 'currency',
      lineage: ['claim_intake.claims.paidAmount', 'claim_balance.difference'],
      filterable: true,
      sortable: true,
      place: { line: 26, column: 3 },
    });
    expect(field('paidAmount')?.mask).toBeUndefined();
    expect(field('holderEmail')?.mask).toEqual({ strategy: 'EMAIL', clearFor: ['FRAUD_REVIEW'] });
    expect(field('riskScore')?.purposes).toEqual(['FRAUD_REVIEW']);
    expect(field('oldReference')?.deprecated).toBe('Use claimId.');
    expect(contract?.links).toMatchObject([
      {
        name: 'dossier',
        description: 'The whole file on the case.',
        to: 'claim_dossier@1',
        by: ['claim_id'],
      },
    ]);
  });

  it('keeps why a link is deprecated', () => {
    const files = editedProject(
      fixturePaths.settledClaim,
      'by: "claimId")',
      'by: "claimId") @deprecated(reason: "Ask the archive.")',
    );
    expect(assertProject(files).contracts[1]?.links).toMatchObject([{ deprecated: 'Ask the archive.' }]);
  });

  it('suffixes the types of the contract file and leaves shared ones alone', () => {
    const [, contract] = compiled().contracts;
    const type = (name: string) => contract?.fields.find((field) => field.name === name)?.type;
    expect([...(contract?.types.keys() ?? [])]).toEqual(['ClaimOutcomeV1', 'PaymentV1']);
    expect(type('outcome')).toMatchObject({ name: 'ClaimOutcomeV1', kind: 'ENUM' });
    expect(type('payments')).toEqual({
      name: 'PaymentV1',
      kind: 'OBJECT',
      nonNull: true,
      list: true,
      itemNonNull: true,
    });
    expect(type('currency')).toMatchObject({ name: 'Currency', kind: 'ENUM' });
    expect(type('locality')).toMatchObject({ name: 'Locality', kind: 'OBJECT' });
    expect(contract?.types.get('ClaimOutcomeV1')).toMatchObject({
      values: [
        { name: 'PAID_IN_FULL', description: 'We paid what was asked for.' },
        { name: 'PAID_IN_PART' },
        { name: 'REDUCED', deprecated: 'Use PAID_IN_PART.' },
      ],
    });
  });

  it('puts an existing table behind a contract', () => {
    const [contract] = compiled().contracts;
    expect(contract?.sql).toBeUndefined();
    expect(contract?.serving).toEqual({
      schema: 'archive',
      table: 'dossiers',
      topic: 'archive.dossiers',
      format: 'DEBEZIUM',
      asOfColumn: 'loaded_at',
    });
  });

  it('reads a product with its tables and sources', () => {
    const [product] = compiled().products;
    expect(product?.name).toBe('claim_intake');
    expect(product?.projectSql?.file).toBe('schema/products/claim_intake/project.sql');
    const [claims, offices] = product?.tables ?? [];
    expect(claims).toMatchObject({
      product: 'claim_intake',
      table: 'claims',
      description: 'A claim as it was reported and as it stands; one row a claim.',
      owner: 'intake',
      authority: 'SYSTEM_OF_RECORD',
      freshness: 'PT1M',
      deprecationPolicy: 'Announced half a year ahead.',
      key: [{ column: 'claim_id' }],
      sources: [{ kind: 'topic', topic: 'intake.claims', envelope: 'JSON', eventTypePath: 'eventType' }],
    });
    expect(claims?.fields.map((field) => [field.column, field.classification]).slice(0, 2)).toEqual([
      ['claim_id', 'INTERNAL'],
      // Says nothing about itself, so it counts as the worst.
      ['office', 'RESTRICTED'],
    ]);
    expect(offices?.sources).toEqual([
      {
        kind: 'file',
        file: {
          file: 'schema/products/claim_intake/offices.csv',
          text: 'office,region\nUppsala,NORTH\nSevilla,SOUTH\n',
        },
      },
    ]);
  });

  it('reads a reconciliation with its exception kinds', () => {
    const [reconciliation] = compiled().reconciliations;
    expect(reconciliation).toMatchObject({
      name: 'claim_balance',
      owner: 'claims-data',
      authority: 'The ledger decides; the intake only asks.',
      key: [{ column: 'claim_id' }],
      exceptionKinds: [
        {
          name: 'PAID_TOO_MUCH',
          description: 'We paid more than was asked for.',
          owner: 'claims-data',
          severity: 'HIGH',
          dueWithin: 'P3D',
        },
      ],
      derivedFrom: [{ kind: 'product', product: 'claim_intake', table: 'claims', by: 'claim_id' }],
    });
    expect(reconciliation?.types.size).toBe(0);
  });

  it('reads consumers and their agreements', () => {
    const { consumers } = compiled();
    expect(consumers.map((consumer) => [consumer.name, consumer.team, consumer.class])).toEqual([
      ['month-end-close', 'finance-data', 'OPERATIONAL_REPORTING'],
      ['fraud-desk', 'investigations', 'DECISION_AUTOMATION'],
    ]);
    expect(consumers[1]?.agreements).toEqual([
      {
        contract: 'settled_claim@1',
        purposes: ['FRAUD_REVIEW'],
        regions: ['NORTH'],
        until: '2028-12-31',
        acceptsProvisional: false,
      },
      {
        contract: 'claim_dossier@1',
        purposes: ['FRAUD_REVIEW'],
        regions: 'ALL',
        until: '2028-12-31',
        acceptsProvisional: true,
      },
    ]);
  });
});
