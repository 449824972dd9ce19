// Whether people who see little, or use no mouse, can use a page: axe-core looks for what the guidelines of the W3C forbid
// (WCAG 2, levels A and AA), in both colour schemes, and the keyboard goes through everything.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../sign-in/package.json', import.meta.url));
const AXE = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'];

/** What axe-core finds wrong, with the elements. A contrast that it cannot compute counts too. */
async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations', 'incomplete'] });
    const unclear = found.incomplete.filter((rule) => rule.id === 'color-contrast');
    return [...found.violations, ...unclear].map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(' and ')}`);
  });
}

/** What the keyboard does not reach, and what it reaches without a mark that people see. */
async function keyboard(page) {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea, [tabindex="0"]')];
    const shown = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled);
    shown.forEach((one, index) => { one.dataset.reach = String(index); });
    document.activeElement?.blur();
    return shown.map((one) => one.outerHTML.slice(0, 100));
  });
  const reached = new Map();
  for (let step = 0; step < wanted.length + 5; step += 1) {
    await page.keyboard.press('Tab');
    const [index, isMarked] = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return [one.dataset.reach, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0];
    });
    if (index !== undefined) reached.set(Number(index), isMarked);
  }
  const missed = wanted.filter((_, index) => !reached.has(index)).map((html) => `not reached: ${html}`);
  const unmarked = wanted.filter((_, index) => reached.get(index) === false).map((html) => `not marked: ${html}`);
  return [...missed, ...unmarked];
}

/** All that is wrong with the page as it stands. */
export async function wrong(page) {
  const found = [];
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await violations(page)).map((text) => `${colorScheme}: ${text}`));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return [...found, ...await keyboard(page)];
}
