import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSample } from '../../../schema/sample/generate.ts';
import { observeGateway, type ObservedGateway } from '../../../src/cli/gateway/observeGateway.ts';
import { observePipeline, type ObservedPipeline } from '../../../src/cli/pipeline/observePipeline.ts';
import { deriveBatch } from '../../../src/pipeline/derive/deriveBatch.ts';
import { createGateway } from '../../../src/server/createGateway.ts';
import type { Gateway } from '../../../src/server/Gateway.ts';
import { createLogger } from '../../../src/server/logging/createLogger.ts';
import { createRegistry } from '../../../src/server/metrics/createRegistry.ts';
import { createRetailer, retailerMaskKeys, type Retailer } from '../../integration/retailer/retailer.ts';
import { askGateway, stubCaller, type Person } from '../../support/clinicGateway.ts';
import { parseScrape, scrape } from '../../support/scrape.ts';

const finance: Person = { consumer: 'revenue-close', purposes: ['REVENUE_CLOSE'] };
const logger = createLogger({ level: 'silent' });
/** What a producer or a caller could want to see in metrics. */
const secret = 'ana.souza@example.com';
const at = { port: 0, host: '127.0.0.1' };

/** All texts within a JSON value that say more than a digit or two. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length > 3 && !/^[\d.:+-]+$/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('attack 25: metric labels', () => {
  let retailer: Retailer;
  let pipeline: ObservedPipeline;
  let gateway: Gateway;
  let observedGateway: ObservedGateway;
  let url: string;
  const events = [...generateSample({ seed: 3, orders: 60, storeLines: 200 })];
  const addresses: string[] = [];
  beforeAll(async () => {
    retailer = await createRetailer();
    const { database, project } = retailer;
    const shared = { database, project, logger };
    pipeline = observePipeline({
      ...shared,
      registry: createRegistry(),
      leaseMs: 15_000,
      isClosing: () => false,
    });
    observedGateway = observeGateway({ ...shared, registry: createRegistry() });
    gateway = createGateway({
      ...shared,
      authenticator: () => Promise.resolve(stubCaller(finance)),
      maskKeys: retailerMaskKeys,
      cursorKey: 'a cursor key of the tests',
      metrics: observedGateway.metrics,
    });
    await retailer.ingestEventsAndRebuild(events);
    // Once more, so that the workers have something to tell.
    await database.execute({ text: 'delete from pipeline.position' });
    const { observer } = pipeline;
    for (;;) {
      const result = await deriveBatch(database, project, 0, { maskKeys: retailerMaskKeys, batchSize: 500 });
      if (result === undefined) break;
      observer.derived({ shard: 0, result, durationMs: 1 });
    }
    observer.failed('deriver', new Error(secret), 1, 'shard:0');
    observer.rounded('deriver', new Error(secret), new Map([['shard:0', new Error(secret)]]));
    url = await gateway.listen(at);
    addresses.push(await pipeline.listen(at), await observedGateway.listen(at, gateway.health));
  });
  afterAll(async () => {
    await pipeline.close();
    await gateway.close({ deadlineMs: 1_000 });
    await observedGateway.close();
    await retailer.close();
  });

  it('attack 25: no value of a row, of a source event or of a request gets into /metrics (I5)', async () => {
    const { database, project } = retailer;
    const [topic = ''] = events.map((event) => event.topic);
    for (const source of [topic, secret]) {
      await database.execute({
        text: `insert into raw.drift
          values ('${source}', '${secret}', '${secret}', 'NEW', '', '${secret}', 1, now(), now(), '', '')`,
      });
      await database.execute({ text: `insert into raw.gap values ('${source}', 0, 0, 5, '${secret}')` });
      await database.execute({ text: `insert into raw.position values ('${source}', 7, 5)` });
      await database.execute({ text: `insert into raw.look values ('${source}', 7, now())` });
      await database.execute({
        text: `insert into raw.parked (product, source, partition, "offset", reason, owner)
          values ('${source}', '${source}', 7, 0, '${secret}', '${secret}')`,
      });
    }
    const name = 'Ana_Souza_of_Recife';
    await askGateway(url, { query: `query ${name} { ${name} }`, operationName: name, token: 'any' });
    await askGateway(url, { query: '{ financeRecognizedSaleV2List { nodes { saleId } } }', token: 'any' });
    await fetch(`${url}/${secret}?${secret}`, { headers: { 'x-concordat-purpose': secret } });
    await fetch(`${url}/graphql`, { method: 'PUT', body: secret });

    const kept = await Promise.all([
      ...project.contracts.map((contract) => retailer.readRows(contract)),
      database.query({ text: 'select subject, detail from reconciliation.exception' }),
      database.query({ text: 'select key, after, before from contract.change' }),
    ]);
    const values = new Set([
      ...textsIn(kept),
      ...textsIn(events.map(({ key, value }) => [key, value])),
      secret,
      name,
    ]);
    const declared = new Set([
      // A code of the stores' ERP too.
      'POST',
      ...project.contracts.flatMap(({ id, owner }) => [id, owner]),
      ...project.products.flatMap((product) => [product.name, ...product.tables.map(({ owner }) => owner)]),
      ...events.map((event) => event.topic),
    ]);
    const kinds = project.reconciliations.flatMap(({ exceptionKinds }) => exceptionKinds);
    const names = [...declared, ...kinds.map(({ name: kind }) => kind)].join(' ');
    expect(values.size).toBeGreaterThan(500);
    for (const address of addresses) {
      const text = await (await fetch(`${address}/metrics`)).text();
      expect(parseScrape(text).size).toBeGreaterThan(50);
      const labels = new Set(Array.from(text.matchAll(/="((?:[^"\\]|\\.)*)"/g), ([, value = '']) => value));
      expect([...labels].filter((value) => values.has(value) && !declared.has(value))).toEqual([]);
      const unnamed = [...values].filter((value) => !names.includes(value));
      expect(unnamed.filter((value) => value.length > 8 && text.includes(value))).toEqual([]);
      expect(text).not.toContain('Souza');
    }
  });

  it('attack 25: counts what was asked and refused under names that are declared', async () => {
    const [, address = ''] = addresses;
    const samples = await scrape(address);
    expect(samples.get('concordat_answers_total{contract="finance_recognized_sale@2"}')).toBe(1);
    expect(samples.get('concordat_operation_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(samples.get('concordat_operation_errors_total{code="BAD_USER_INPUT"}')).toBe(1);
    const route = (method: string, path: string, status: number): string =>
      `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${path}",http_response_status_code="${status}"}`;
    expect(samples.get(route('POST', '/graphql', 200))).toBe(1);
    expect(samples.get(route('POST', '/graphql', 400))).toBe(1);
    expect(samples.get(route('GET', '', 404))).toBe(1);
    expect(samples.get('http_server_active_requests')).toBe(0);
    expect(
      samples.get('concordat_contract_freshness_seconds{contract="finance_recognized_sale@2"}'),
    ).toBeGreaterThanOrEqual(0);
  });
});
