// An org with many users: however many there are, the page shows one page of them and asks for no more than people see.

import { orgWith, rows, shown, watched } from './many.mjs';

const USERS = 1_000;
/** Rows of a page. */
const PAGE = 100;
/** More rows than fit into the window. */
const VISIBLE = 40;

export async function large(t, browser) {
  const org = await orgWith(USERS);
  const { context, page, asked } = await watched(browser, org.page);
  try {
    const lists = () => asked.filter((path) => path.endsWith('/users')).length;
    const groups = () => asked.filter((path) => path.endsWith('/groups')).length;
    await rows(page).first().waitFor();
    await page.waitForFunction(() => document.querySelector('#users tbody td:nth-child(4)')?.textContent !== '…');
    await page.waitForLoadState('networkidle');
    t.is('one page of users is shown', [await rows(page).count(), lists()], [PAGE, 1]);
    t.is('and the groups of those that people see', [groups() > 0, groups() <= VISIBLE], [true, true]);
    await page.getByRole('button', { name: 'Next page of users' }).click();
    await page.getByText('101 to 200').waitFor();
    t.is('the next page takes its place', [await rows(page).count(), lists()], [PAGE, 2]);
    await page.getByRole('button', { name: 'First page of users' }).click();
    await page.getByText('1 to 100', { exact: true }).waitFor();
    t.is('and the first one comes back', [await rows(page).count(), lists()], [PAGE, 3]);
    await page.getByLabel('Name, login or email').fill('first77');
    await page.getByRole('button', { name: 'Search' }).click();
    await shown(page, 11, 'First77');
    t.is('a search is one question', lists(), 4);
    await page.locator('#users').evaluate((section) => section.scrollIntoView({ block: 'end' }));
    await page.waitForLoadState('networkidle');
    t.is('in all, groups are asked for rows that were seen', groups() <= 4 * VISIBLE, true);
  } finally {
    await context.close();
    org.stop();
  }
}
