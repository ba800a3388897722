import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runConcordat, startConcordat } from '../../support/runConcordat.ts';
import { scrape } from '../../support/scrape.ts';
import { createServedClinic, serve, type ServedClinic } from '../../support/servedClinic.ts';

describe('concordat serve --metrics-port', () => {
  let test: ServedClinic;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    test = await createServedClinic();
    env = { ...test.env, CONCORDAT_MASK_KEY: 'm'.repeat(32) };
  });
  afterAll(() => test.drop());

  const addressOf = (output: string, name: string): string =>
    new RegExp(`"${name}":"([^"]+)"`).exec(output)?.[1] ?? '';

  it('serves metrics there, with the gateway’s health, and never where consumers ask', async () => {
    const gateway = startConcordat(serve, { ...env, CONCORDAT_METRICS_PORT: '0' });
    await gateway.waitFor('"msg":"serving"');
    const address = addressOf(gateway.output(), 'address');
    const metricsAddress = addressOf(gateway.output(), 'metricsAddress');
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
    expect((await fetch(`${address}/graphql?query={__typename}`)).status).toBe(401);
    const samples = await scrape(metricsAddress);
    expect(samples.get('concordat_operation_errors_total{code="UNAUTHENTICATED"}')).toBe(1);
    expect(samples.get('concordat_answers_total{contract="clinic_visit@1"}')).toBe(0);
    expect(samples.get('concordat_reading_up{reading="freshness"}')).toBe(1);
    expect((await fetch(`${metricsAddress}/readyz`)).status).toBe(200);
    expect((await fetch(`${metricsAddress}/livez`)).status).toBe(200);
    expect((await fetch(`${metricsAddress}/graphql`)).status).toBe(404);
    expect(await gateway.stop()).toBe(0);
  });

  it('serves none when it is not given', async () => {
    const gateway = startConcordat(serve, env);
    await gateway.waitFor('"msg":"serving"');
    expect(gateway.output()).not.toContain('metricsAddress');
    expect(await gateway.stop()).toBe(0);
  });

  it('says which port cannot be had', async () => {
    const gateway = startConcordat([...serve, '--metrics-port', '0'], env);
    await gateway.waitFor('"msg":"serving"');
    const { port } = new URL(addressOf(gateway.output(), 'metricsAddress'));
    const { code, stderr } = await runConcordat([...serve, '--metrics-port', port], env);
    expect(stderr).toContain('Give another one with --metrics-port (CONCORDAT_METRICS_PORT)');
    expect(code).toBe(2);
    expect(await gateway.stop()).toBe(0);
  });
});
