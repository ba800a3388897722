import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { launchChromium } from '../../support/chromium.ts';
import { type ClinicGateway, research, startClinic, tokenFor } from '../../support/clinicGateway.ts';

const artifacts = join(packageRoot(), 'test', '.artifacts');

let browser: Browser;
beforeAll(async () => {
  // What is tested is the page as it stands in the sources, not what was built of it some time ago.
  await promisify(execFile)(process.execPath, [join(packageRoot(), 'src/server/graphiql/page/build.ts')]);
  browser = await launchChromium();
  await mkdir(artifacts, { recursive: true });
});
afterAll(() => browser.close());

/** A page that notes whatever goes wrong on it, and every request that leaves the gateway's own host. */
async function openPage(clinic: ClinicGateway): Promise<{ page: Page; troubles: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text().slice(0, 200));
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(clinic.url))
      troubles.push(request.url());
  });
  await page.goto(`${clinic.url}/graphiql`);
  return { page, troubles };
}

const editor = (page: Page) => page.locator('.graphiql-query-editor .view-lines').first();
const answer = (page: Page) => page.locator('.result-window .view-lines').first();
const run = (page: Page) => page.getByRole('button', { name: /execute query/i }).click();

/** Monaco writes spaces that do not break. */
async function textOf(page: Page, of: (page: Page) => ReturnType<typeof answer>): Promise<string> {
  return (await of(page).innerText()).replaceAll('\u00a0', ' ');
}

async function waitForText(
  page: Page,
  of: (page: Page) => ReturnType<typeof answer>,
  text: string | RegExp,
): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const seen = await textOf(page, of).catch(() => '');
    if (typeof text === 'string' ? seen.includes(text) : text.test(seen)) return;
    if (Date.now() > deadline) throw new Error(`"${text.toString()}" did not come; there is: ${seen}`);
    await page.waitForTimeout(100);
  }
}

/** Sends bytes and gives all that comes back. */
async function sendRaw(url: string, text: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

/** Runs what is in the editor until the answer holds the text: the schema of a caller just picked, and its example, come in a moment. */
async function runUntil(page: Page, text: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    await run(page);
    await page.waitForTimeout(500);
    const seen = await textOf(page, answer).catch(() => '');
    if (seen.includes(text)) return;
    if (Date.now() > deadline) throw new Error(`"${text}" did not come; there is: ${seen}`);
  }
}

describe('the page in development', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic({
      development: {
        issueToken: ({ consumer, purposes, claims }) => tokenFor({ consumer, purposes, claims }),
      },
    });
  });
  afterAll(() => clinic.close());

  it('lets one pick who asks and why, run a query, read what a field means, and see another mask', async () => {
    const { page, troubles } = await openPage(clinic);
    await page.getByLabel('Consumer').selectOption('research-group');
    await page.getByLabel('Purpose').selectOption('RESEARCH');
    // An example of the caller's own schema is in the editor.
    await waitForText(page, editor, /clinicVisitV1List/);
    await waitForText(page, editor, /patientToken/);
    await runUntil(page, 'm***@example.com');
    await waitForText(page, answer, /"ward": "\*{8}"/);
    const forResearch = /token_[\w-]+/.exec(await textOf(page, answer))?.[0];
    expect(forResearch).toBeDefined();
    await page.screenshot({ path: join(artifacts, 'graphiql-answer.png') });

    await page.getByRole('button', { name: /show documentation explorer/i }).click();
    await page.getByRole('link', { name: 'Query', exact: true }).click();
    await page.getByRole('link', { name: 'clinicVisitV1', exact: true }).click();
    await page.getByRole('link', { name: 'ClinicVisitV1', exact: true }).first().click();
    await page.getByRole('link', { name: 'patientToken', exact: true }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('The patient within one purpose.').waitFor();
    await page.screenshot({ path: join(artifacts, 'graphiql-docs.png') });

    await page.getByLabel('Purpose').selectOption('AUDIT');
    await page.waitForTimeout(500);
    await run(page);
    await waitForText(page, answer, /token_/);
    const deadline = Date.now() + 10_000;
    let forAudit = forResearch;
    while (forAudit === forResearch && Date.now() < deadline) {
      await page.waitForTimeout(100);
      forAudit = /token_[\w-]+/.exec(await textOf(page, answer))?.[0] ?? forResearch;
    }
    expect(forAudit).not.toBe(forResearch);

    await page.getByLabel('Consumer').selectOption('care-team');
    await waitForText(page, editor, /remark/);
    await run(page);
    await waitForText(page, answer, 'maria.secret@example.com');
    await page.screenshot({ path: join(artifacts, 'graphiql-care.png') });
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('asks for the claim that a row policy needs, says what for, and begins with one that has rows', async () => {
    const { page, troubles } = await openPage(clinic);
    const claim = page.getByLabel('Claim doctor of the token');
    await page.getByLabel('Consumer').selectOption('research-group');
    await waitForText(page, editor, /clinicVisitV1List/);
    expect(await claim.count()).toBe(0);

    await page.getByLabel('Consumer').selectOption('doctor-portal');
    await waitForText(page, editor, /doctorStatementV1List/);
    expect(await claim.inputValue()).toBe('d1');
    const line = page.locator('.claim');
    expect(await line.innerText()).toContain('only rows whose doctorId is this value are shown');
    // On a line of its own, and whole: it was overlooked beside the pickers.
    const [box, pickers] = [await line.boundingBox(), await page.getByLabel('Consumer').boundingBox()];
    expect(box?.y).toBeGreaterThan((pickers?.y ?? 0) + (pickers?.height ?? 0));
    expect(box?.width).toBeGreaterThan(1_300);
    await page.screenshot({ path: join(artifacts, 'graphiql-claim.png') });
    await run(page);
    await waitForText(page, answer, /"visitId": "v2"/);
    await claim.fill('d3');
    expect(await line.innerText()).toContain('d1 has rows.');
    await page.waitForTimeout(500);
    await run(page);
    await waitForText(page, answer, /"visitId": "v5"/);
    expect(troubles).toEqual([]);

    await claim.fill('');
    expect(await line.innerText()).toContain('without a value doctor_statement@1 does not exist');
    await page.close();
  });

  it('gives tokens to the gateway’s own pages only, and to what is no consumer a token that opens nothing', async () => {
    const send = (headers: Record<string, string>, body: unknown) =>
      fetch(`${clinic.url}/development/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const body = { consumer: 'research-group', purpose: 'RESEARCH' };
    expect((await send({}, body)).status).toBe(200);
    expect((await send({ 'sec-fetch-site': 'cross-site' }, body)).status).toBe(403);
    expect((await send({ 'sec-fetch-site': 'same-site' }, body)).status).toBe(403);
    // A name that somebody else points at this machine; fetch would not send it.
    const rebound = await sendRaw(
      clinic.url,
      'GET /development/callers HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    );
    expect(rebound).toMatch(/^HTTP\/1\.1 403/);
    const { host } = new URL(clinic.url);
    const callers = (headers: string) =>
      sendRaw(clinic.url, `GET /development/callers HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
    for (const refused of [
      `Host: ${host}\r\nOrigin: http://evil.example`,
      `Host: ${host}\r\nOrigin: null`,
      `Host: ${host}\r\nOrigin: http://127.0.0.1:1`,
      `Host: ${host}:evil`,
      `Host: ${host}\r\nHost: evil.example`,
      `Host: evil.example\r\nHost: ${host}`,
    ]) {
      expect(await callers(refused)).toMatch(/^HTTP\/1\.1 40[03]/);
    }
    for (const own of [`Host: ${host}\r\nOrigin: ${clinic.url}`, `Host: LOCALHOST:1`, 'Host: [::1]:4000']) {
      expect(await callers(own)).toMatch(/^HTTP\/1\.1 200/);
    }
    expect((await send({}, { ...body, admin: true })).status).toBe(400);
    expect((await send({}, { ...body, claims: { sub: 'care-team' } })).status).toBe(400);
    expect((await send({ 'content-type': 'text/plain' }, body)).status).toBe(415);
  });
});

describe('the page in production', () => {
  let clinic: ClinicGateway;
  beforeAll(async () => {
    clinic = await startClinic();
  });
  afterAll(() => clinic.close());

  it('asks for a token and works with it', async () => {
    const { page, troubles } = await openPage(clinic);
    const field = page.getByPlaceholder('Paste a token (JWT)');
    await field.waitFor();
    await page.screenshot({ path: join(artifacts, 'graphiql-production.png') });
    await field.fill(`Bearer ${await tokenFor({ ...research, purposes: ['AUDIT', 'RESEARCH'] })}`);
    await waitForText(page, editor, /clinicVisitV1List/);
    await page.getByLabel('Purpose').selectOption('RESEARCH');
    await page.waitForTimeout(500);
    await run(page);
    await waitForText(page, answer, 'm***@example.com');
    // The page asks for the development endpoint, which is not there.
    expect(troubles.filter((text) => !text.includes('404'))).toEqual([]);
    await page.close();
  });

  it('has no way to get a token', async () => {
    for (const path of ['/development/token', '/development/callers', '/development']) {
      expect((await fetch(`${clinic.url}${path}`, { method: 'POST' })).status).toBe(404);
      expect((await fetch(`${clinic.url}${path}`)).status).toBe(404);
    }
  });

  it('is served with a policy that names no other host, and nothing outside of its files', async () => {
    const response = await fetch(`${clinic.url}/graphiql`);
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(response.headers.get('content-security-policy')).not.toMatch(/https?:|\*|unsafe-eval/);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
    expect(await response.text()).not.toMatch(/https?:\/\//);
    const style = await fetch(`${clinic.url}/graphiql/assets/main.css`);
    const again = await fetch(`${clinic.url}/graphiql/assets/main.css`, {
      headers: { 'if-none-match': style.headers.get('etag') ?? '' },
    });
    expect([style.status, again.status]).toEqual([200, 304]);
    for (const name of [
      '..%2f..%2fpackage.json',
      '%2e%2e/package.json',
      'main.js.gz',
      '__proto__',
      'constructor',
    ]) {
      expect((await fetch(`${clinic.url}/graphiql/assets/${name}`)).status).toBe(404);
    }
  });
});
