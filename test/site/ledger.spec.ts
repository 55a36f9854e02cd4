/** The page of the notes' claims. */
import { expect, test } from './reader.ts';

test('the ledger is filtered, the choice stands in the address, and a link restores it', async ({ page }) => {
  await page.goto('claims/');
  const shown = page.locator('.ledger > article:visible');
  const all = await shown.count();
  expect(all).toBeGreaterThanOrEqual(154);
  await page.getByLabel('verdict').selectOption('wrong');
  await page.getByLabel('note').selectOption('2');
  await expect(page).toHaveURL(/\?note=2&verdict=wrong$/);
  const some = await shown.count();
  expect(some).toBeGreaterThan(5);
  expect(some).toBeLessThan(all);
  await expect(page.locator('.ledger-filter output')).toHaveText(`${some} claims`);
  for (const verdict of await shown.locator('.verdict').allTextContents()) expect(verdict).toContain('wrong');
  await page.reload();
  await expect(shown).toHaveCount(some);
});

test('a claim leads to its experiment with the controls set', async ({ page }) => {
  await page.goto('claims/');
  const link = page.locator('.ledger a[href*="?"]').first();
  const href = await link.getAttribute('href');
  await link.click();
  await expect(page).toHaveURL(new RegExp(`${href?.replace(/[?#.+]/g, '\\$&')}$`));
  const [, id] = (href ?? '').split('#');
  await expect(page.locator(`section#${id}`)).toBeInViewport();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every claim is there, and no filter', async ({ page }) => {
    await page.goto('claims/');
    expect(await page.locator('.ledger > article').count()).toBeGreaterThanOrEqual(154);
    await expect(page.locator('.ledger-filter')).toBeHidden();
  });
});
