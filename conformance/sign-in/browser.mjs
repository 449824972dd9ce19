// Chromium, driven as a person would: one browser for all stories, each with a profile of its own.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { PASSWORD } from './story.mjs';

/** A page that hangs is given up, and what it showed is kept. */
const PATIENCE = 60_000;

export async function open() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    timeout: PATIENCE,
  });
}

/** Does something with a page of a new profile. */
export async function visit(browser, doing) {
  const context = await browser.newContext();
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  try {
    return await doing(page);
  } catch (error) {
    const picture = join(mkdtempSync(join(tmpdir(), 'oktars-sign-in-')), 'page.png');
    await page.screenshot({ path: picture }).catch(() => {});
    const shown = `${page.url().split('?')[0]} looked as in ${picture}`;
    throw new Error(`${error.message}\n${shown}`, { cause: error });
  } finally {
    await context.close();
  }
}

/** Fills in the pages of the org, as the login page of an org with Identity Engine asks. */
export async function signIn(page, login) {
  await page.fill('input[name="identifier"]', login);
  await page.click('input[type=submit], button[type=submit]');
  await page.fill('input[name="credentials.passcode"]', PASSWORD);
  await page.click('input[type=submit], button[type=submit]');
}
