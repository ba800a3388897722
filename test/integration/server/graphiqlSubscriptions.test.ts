import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../../src/config/packageRoot.ts';
import { launchChromium } from '../../support/chromium.ts';
import { audit, care, type Person, research, tokenFor } from '../../support/clinicGateway.ts';
import { startLiveClinic, type LiveClinic } from '../../support/live/startLiveClinic.ts';
import { until } from '../../support/until.ts';

const artifacts = join(packageRoot(), 'test', '.artifacts');
const visits = 'subscription Visits { clinicVisitV1(snapshot: true) { kind key node { visitId email } } }';

describe('a subscription in GraphiQL', () => {
  let browser: Browser;
  let clinic: LiveClinic;
  let page: Page;
  let troubles: string[];
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [join(packageRoot(), 'src/server/graphiql/page/build.ts')]);
    browser = await launchChromium();
    await mkdir(artifacts, { recursive: true });
  }, 120_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    clinic = await startLiveClinic();
    page = await browser.newPage({ viewport: { width: 1400, height: 1200 } });
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(`${clinic.url}/graphiql`);
  }, 120_000);
  afterEach(async () => {
    await page.close();
    await clinic.close();
  });

  const token = () => page.getByPlaceholder('Paste a token (JWT)');
  const runs = () => page.getByRole('button', { name: /stop query/i }).isVisible();

  const ended = (): Promise<void> => until('it has ended', async () => !(await runs()));

  /** What the editor shows of the answer; it writes spaces that do not break. */
  async function answer(): Promise<string> {
    const lines = page.locator('.result-window .view-lines').first();
    return (await lines.innerText({ timeout: 1_000 })).replaceAll('\u00a0', ' ');
  }

  const shows = (...texts: readonly string[]): Promise<void> =>
    until(
      `GraphiQL shows ${texts.join(' and ')}`,
      async () => {
        const shown = await answer();
        return texts.every((text) => shown.includes(text));
      },
      { patienceMs: 20_000, explain: async () => `${await answer()}\n${troubles.join('\n')}` },
    );

  async function pasteToken(person: Person): Promise<void> {
    await token().fill(await tokenFor(person));
    // An example of the caller's schema shows that it is there.
    await page.locator('.graphiql-query-editor').getByText('clinicVisitV1List').first().waitFor();
  }

  async function run(document: string): Promise<void> {
    await page.locator('.graphiql-query-editor .view-lines').first().click();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(document);
    // GraphiQL reads the operation's name a moment later.
    await page.waitForTimeout(700);
    await page.getByRole('button', { name: /execute query/i }).click();
  }

  it('shows each message as its caller may see it, and a change when it arrives', async () => {
    await pasteToken(research);
    await run(visits);
    await shows('"SNAPSHOT_COMPLETE"', '"SNAPSHOT"', 'm***@example.com');
    const before = /"messages": (\d+)/.exec(await answer())?.[1];
    expect(await runs()).toBe(true);
    await clinic.arrive({ visitId: 'new1', email: 'anna.secret@example.com' });
    await shows(`"messages": ${Number(before) + 1}`, '"UPSERT"', '"visitId": "new1"', 'a***@example.com');
    // The newest is on top, and what came before is there still.
    const shown = await answer();
    expect(shown.indexOf('"UPSERT"')).toBeLessThan(shown.indexOf('"SNAPSHOT_COMPLETE"'));
    await page.screenshot({ path: join(artifacts, 'graphiql-subscription.png') });

    await page.getByRole('button', { name: /stop query/i }).click();
    await page.getByRole('button', { name: /execute query/i }).waitFor();
    await until('the gateway knows that it has ended', () =>
      clinic.logText().includes('"operationName":"Visits","stream":true'),
    );
    await clinic.arrive({ visitId: 'new2' });
    await page.waitForTimeout(500);
    expect(await answer()).not.toContain('new2');
    expect(troubles).toEqual([]);
  }, 120_000);

  it('asks with the purpose that is chosen, and ends when another is', async () => {
    await pasteToken({ ...research, purposes: ['AUDIT', 'RESEARCH'] });
    await page.getByLabel('Purpose').selectOption('RESEARCH');
    await run(visits);
    await shows('"SNAPSHOT_COMPLETE"');
    await page.getByLabel('Purpose').selectOption('AUDIT');
    await ended();
    await until('the gateway knows', () =>
      clinic.logText().includes('"operationName":"Visits","stream":true'),
    );
    expect(clinic.logText()).toMatch(/"purpose":"RESEARCH".*"operationName":"Visits","stream":true/);
  }, 120_000);

  it('shows why it is refused', async () => {
    await pasteToken(care);
    await run('subscription { clinicVisitV1(after: "nothing") { kind } }');
    await shows('"errors"', 'CURSOR_INVALID', '"fix"');
    await ended();
    // The page's own header is refused before there is a stream.
    await run('subscription { clinicVisitV1 { kind } }');
    await until('it runs', runs);
    await token().fill('x.y.z');
    await ended();
    await page.getByRole('button', { name: /execute query/i }).click();
    await shows('"errors"', 'UNAUTHENTICATED');
    await ended();
  }, 120_000);

  it('shows why it ended beside what it told, and that nobody is there any more', async () => {
    await pasteToken(audit);
    await run(visits);
    await shows('"SNAPSHOT_COMPLETE"');
    await clinic.gateway.close({ deadlineMs: 1_000 });
    await shows('SHUTTING_DOWN', '"SNAPSHOT_COMPLETE"');
    await ended();
    await page.getByRole('button', { name: /execute query/i }).click();
    await shows('The event stream broke off');
    expect(troubles).toEqual([]);
  }, 120_000);
});
