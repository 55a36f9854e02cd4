/** The bench that takes a line of PyTorch code. */
import { click, expect, finish, openBench, test } from './reader.ts';

const link = (code: string) => `?layer-defaults.layer=${encodeURIComponent(code)}`;

test('a layer that is typed is drawn, and stands as PyTorch prints it', async ({ page }) => {
  const bench = await openBench(page, 'layer-defaults');
  await bench.getByLabel('layer').fill('nn.Linear(2, 2)');
  await bench.getByLabel('seed', { exact: true }).fill('0');
  await click(bench, /^Run/);
  await finish(bench);
  await expect(bench.locator('.transcript pre').first()).toHaveText(
    /manual_seed\(0\)\s+for name, p in nn\.Linear\(2, 2\)\.named_parameters\(\): print\(name, p\)/,
  );
  await expect(bench.locator('.transcript pre').nth(1)).toContainText(
    'weight Parameter containing:\ntensor([[-0.0053,  0.3793],\n        [-0.5820, -0.5204]], requires_grad=True)',
  );
  // A claim about recurrent layers is not made where there is none.
  await expect(bench.locator('.claims .live [role=img]')).toHaveCount(3);
});

for (const [code, says] of [
  ['nn.Liner(2, 2)', 'did you mean nn.Linear?'],
  ['nn.Linear(2)', 'out_features'],
  ['nn.Linear(4, 0)', 'out_features'],
  ['nn.ReLU()', 'nn.ReLU has no parameters to look at'],
  ['nn.Linear(4999, 4999)', 'here at most 40 with 4194304'],
  ['nn.Linear(99999, 99999)', 'at most 67108864'],
  ['', 'layer:'],
]) {
  test(`${code || 'nothing'} is refused in a sentence, and stays as typed`, async ({ page }) => {
    const bench = await openBench(page, 'layer-defaults');
    const field = bench.getByLabel('layer');
    await field.fill(code);
    await expect(bench.getByRole('alert')).toContainText(says);
    await expect(field).toHaveValue(code);
    await expect(bench.getByRole('button', { name: /^Run/ })).toBeDisabled();
    await field.fill('nn.GRU(3, 2)');
    await expect(bench.getByRole('alert')).toHaveCount(0);
    await click(bench, /^Run/);
    await finish(bench);
  });
}

test('a link with a layer restores it and runs nothing; one that is none says so', async ({ page }) => {
  const bench = await openBench(page, 'layer-defaults', link('nn.PReLU(3)'));
  await expect(bench.getByLabel('layer')).toHaveValue('nn.PReLU(3)');
  await expect(bench).toHaveAttribute('data-phase', 'idle');
  await openBench(page, 'layer-defaults', link('alert(1)'));
  await expect(bench.getByLabel('layer')).toHaveValue('alert(1)');
  await expect(bench.getByRole('alert')).toContainText('is no layer');
  await expect(bench.getByRole('button', { name: /^Run/ })).toBeDisabled();
});
