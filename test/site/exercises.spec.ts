/** The exercises as a reader meets them: a wrong answer, a right one, a choice, a curve; kept, exported, cleared. */
import { readFileSync } from 'node:fs';
import { expect, test } from './reader.ts';

test('a wrong number gets its hint, a right one the worked answer, and both are kept', async ({ page }) => {
  await page.goto('exercises/');
  const exercise = page.locator('#hundredth');
  const answer = exercise.getByLabel('Your answer');
  await expect(exercise.locator('details')).toBeHidden();
  await exercise.getByRole('button', { name: 'Check' }).click();
  await expect(exercise.locator('.problem')).toContainText('Type a number first');
  await answer.fill('10000');
  await answer.press('Enter');
  await expect(exercise.locator('.outcome')).toContainText('Not yet. It is too low.');
  await expect(exercise.locator('.outcome')).toContainText('What does the ReLU take of it?');
  await answer.fill('20,000');
  await answer.press('Enter');
  await expect(exercise.locator('.outcome')).toHaveText('✓ Right.');
  await expect(exercise.locator('.worked-answer')).toBeVisible();
  await expect(exercise.getByRole('link', { name: 'Run it' })).toHaveAttribute(
    'href',
    /\/pytorch-defaults\/\?mxnet-default\.activation=relu#mxnet-default$/,
  );
  await page.reload();
  await expect(answer).toHaveValue('20,000');
  await expect(exercise.locator('.outcome')).toHaveText('✓ Right.');
});

test('a choice is refused with a hint, and the worked answer can be asked for', async ({ page }) => {
  await page.goto('exercises/');
  const exercise = page.locator('#unnoticed');
  await exercise.getByRole('button', { name: 'Check' }).click();
  await expect(exercise.locator('.problem')).toContainText('Choose one of them first');
  await exercise.getByRole('radio').first().check();
  await exercise.getByRole('button', { name: 'Check' }).click();
  await expect(exercise.locator('.outcome')).toContainText('That works for ReLU');
  await exercise.getByRole('button', { name: 'Show the worked answer' }).click();
  await expect(exercise.locator('.worked-answer')).toBeVisible();
  await expect(exercise.locator('summary')).toBeFocused();
});

test('a curve is drawn with the keyboard or the pointer, and compared', async ({ page }) => {
  await page.goto('exercises/');
  const exercise = page.locator('reader-exercise[data-kind="curve"]').first();
  await exercise.getByRole('button', { name: 'Check' }).click();
  await expect(exercise.locator('.problem')).toContainText('Draw the curve first');
  const [first] = await exercise.getByRole('slider').all();
  const before = await first.inputValue();
  await first.focus();
  await page.keyboard.press('ArrowUp');
  expect(Number(await first.inputValue())).toBeGreaterThan(Number(before));
  const box = await exercise.locator('.handles').boundingBox();
  if (!box) throw new Error('the curve is not on the page');
  await page.mouse.move(box.x + 4, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + 10, { steps: 60 });
  await page.mouse.up();
  const values = await exercise
    .getByRole('slider')
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  const max = Number(await first.getAttribute('max'));
  for (const value of values) expect(Number(value)).toBeGreaterThan(0.8 * max);
  await exercise.getByRole('button', { name: 'Check' }).click();
  await expect(exercise.locator('.outcome')).toContainText('Not yet. It is too high.');
  await exercise.getByRole('button', { name: 'Show the worked answer' }).click();
  await expect(exercise.locator('polyline.recorded')).toHaveAttribute('points', /\d/);
});

test('every exercise takes its answer from the recordings, and accepts it', async ({ page }) => {
  await page.goto('exercises/');
  const exercises = await page.locator('reader-exercise').all();
  expect(exercises.length).toBeGreaterThanOrEqual(12);
  for (const exercise of exercises) {
    const { kind, answer } = await exercise.evaluate(
      ({ dataset }: HTMLElement) => ({ ...dataset }) as Record<string, string>,
    );
    if (kind === 'number') await exercise.getByLabel('Your answer').fill(answer);
    if (kind === 'choice')
      await exercise
        .getByRole('radio')
        .nth(Number(answer) - 1)
        .check();
    if (kind === 'curve') {
      for (const [i, slider] of (await exercise.getByRole('slider').all()).entries()) {
        await slider.fill(String(JSON.parse(answer)[i].y));
      }
    }
    await exercise.getByRole('button', { name: 'Check' }).click();
    await expect(exercise.locator('.outcome')).toHaveText('✓ Right.');
  }
});

test('answers are exported as JSON, and cleared when that is confirmed', async ({ page }) => {
  await page.goto('exercises/');
  const answer = page.locator('#hundredth').getByLabel('Your answer');
  await answer.fill('5000');
  await answer.press('Enter');
  await expect(page.locator('.your-answers')).toContainText('1 answer so far.');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export as JSON' }).click(),
  ]);
  expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual({ 'exercises/hundredth': '5000' });
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(answer).toHaveValue('5000');
  await page.getByRole('button', { name: 'Yes, clear them' }).click();
  await expect(page.locator('.your-answers')).toContainText('No answers so far.');
  await expect(answer).toHaveValue('');
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('every exercise has its question, its options, its hints and its answer', async ({ page }) => {
    await page.goto('exercises/');
    const exercise = page.locator('#unnoticed');
    await expect(exercise.locator('.question ol li')).toHaveCount(4);
    await expect(exercise.getByRole('button')).toHaveCount(0);
    await exercise.locator('summary').click();
    await expect(exercise.locator('.hint').first()).toBeVisible();
    await expect(exercise.locator('.worked-answer')).toBeVisible();
  });
});
