import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { runPipeline } from '../../../../src/pipeline/run/runPipeline.ts';
import { createLogger } from '../../../../src/server/logging/createLogger.ts';
import { startTracing, type Tracing } from '../../../../src/server/tracing/startTracing.ts';
import {
  createClaimsPipeline,
  maskKeys,
  project,
  settledEvent,
  type ClaimsPipeline,
} from '../../../support/claimsPipeline.ts';
import { silentObserver } from '../../../support/silentObserver.ts';
import { stubServer } from '../../../support/stubEngine.ts';
import { startTraceCollector, type TraceCollector } from '../../../support/traceCollector.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const parent = `00-${traceId}-${spanId}-01`;

let collector: TraceCollector;
let tracing: Tracing;
const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
beforeEach(async () => {
  collector = await startTraceCollector();
  tracing = startTracing({ url: `${collector.url}/v1/traces`, service: 'concordat-test', logger });
});
afterEach(async () => {
  await tracing.stop();
  await collector.close();
});

describe('traces of the pipeline', () => {
  let pipeline: ClaimsPipeline;
  beforeEach(async () => {
    pipeline = await createClaimsPipeline();
  });
  afterEach(() => pipeline.close());

  async function run(): Promise<void> {
    const stop = new AbortController();
    const running = runPipeline({
      ...{ database: pipeline.test.database, project, maskKeys, signal: stop.signal },
      observer: silentObserver,
    });
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await pipeline.rows('select from contract.feed')).length > 0) break;
      await wait(50);
    }
    stop.abort();
    await running;
    await tracing.stop();
  }

  it('show a batch with its parts, and link to the traces of its events and changes', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'claim-4711', '9.87', { office: 'Sevilla' }));
    await pipeline.test.database.execute({
      text: `update raw.event set header_names = '{traceparent}', header_values = array[convert_to($1, 'UTF8')]`,
      values: [parent],
    });
    await run();
    const spans = collector.spans();
    expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(['concordat-test']));
    const [derive] = spans.filter(({ name }) => name === 'derive batch');
    expect(derive).toMatchObject({
      links: [{ traceId, spanId }],
      attributes: { 'concordat.shard': 0, 'concordat.events': 1 },
      failed: false,
    });
    expect(derive?.traceId).not.toBe(traceId);
    const parts = spans.filter(({ parentSpanId }) => parentSpanId === derive?.spanId);
    expect(parts.map(({ name }) => name)).toEqual([
      'project claim_intake',
      'reconcile claim_balance',
      'materialize settled_claim@1',
    ]);
    expect(spans.find(({ name }) => name === 'publish settled_claim@1')).toMatchObject({
      links: [{ traceId, spanId }],
      attributes: { 'messaging.destination.name': 'settled_claim@1', 'messaging.batch.message_count': 1 },
    });
    const [change] = await pipeline.rows('select traceparent from contract.change');
    expect(change).toEqual({ traceparent: parent });
    // Attack 25: no value of a row in a trace.
    expect(collector.text()).not.toMatch(/4711|9\.87|Sevilla/);
  });

  it('have no span of a look that found nothing to do', async () => {
    const stop = new AbortController();
    const running = runPipeline({
      ...{ database: pipeline.test.database, project, maskKeys, signal: stop.signal },
      observer: silentObserver,
    });
    await wait(500);
    stop.abort();
    await running;
    await tracing.stop();
    expect(collector.spans()).toEqual([]);
  });

  it('mark what failed by the code of the error alone', async () => {
    await pipeline.arriveIn(0, settledEvent(1, 'claim-4711', '9.87'));
    await pipeline.test.database.execute({
      text: `alter table contract.settled_claim_v1 add check (claim_id <> 'claim-4711')`,
    });
    await expect(pipeline.deriveShard(0, 10)).rejects.toThrow();
    await tracing.stop();
    expect(collector.spans().find(({ name }) => name === 'derive batch')).toMatchObject({
      failed: true,
      attributes: { 'error.type': 'INTERNAL_SERVER_ERROR' },
    });
    expect(collector.text()).not.toContain('4711');
  });
});

describe('traces of the gateway', () => {
  const ask = (headers: Readonly<Record<string, string>>, url = '/graphql') =>
    stub.server.inject({ method: 'POST', url, headers, payload: { query: '{ hello }' } });
  const stub = stubServer();

  it('are parts of their callers’ traces, and have the id that log and audit have', async () => {
    await ask({ authorization: 'Bearer good', traceparent: parent });
    await ask({ authorization: 'Bearer bad' });
    await ask({ authorization: 'Bearer good', traceparent: `${parent}-forged` });
    await ask({ traceparent: parent.replace(/01$/, '00') }, '/ana.souza@example.com');
    await tracing.stop();
    const [known, refused, forged, ...others] = collector.spans();
    expect(others).toEqual([]);
    expect(known).toMatchObject({
      ...{ name: 'POST /graphql', kind: 2, traceId, parentSpanId: spanId },
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
      },
    });
    expect(refused).toMatchObject({ attributes: { 'http.response.status_code': 401 } });
    expect(forged?.traceId).not.toBe(traceId);
    const logged = stub.logLines().map((line) => line['traceId']);
    expect(logged).toEqual([traceId, refused?.traceId, forged?.traceId, traceId]);
    expect(collector.text()).not.toContain('souza');
  });

  it('do not hold up the end where the collector is away, and it is told of', async () => {
    await collector.close();
    await ask({ authorization: 'Bearer good' });
    const startedAt = performance.now();
    await tracing.stop();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(lines.join('')).toContain('traces could not be sent');
    collector = await startTraceCollector();
  });
});
