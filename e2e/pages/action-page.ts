import { expect, type Page } from '@playwright/test';

export class ActionPage {
  constructor(readonly page: Page) {}

  async loaded(): Promise<this> {
    await expect(this.page).toHaveURL(/\/actions\/[0-9a-f-]{36}/);
    return this;
  }

  step(title: RegExp) {
    return this.page.getByRole('listitem').filter({ hasText: title });
  }

  async rollBack(reason: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Roll back', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await expect(dialog).toContainText(/stays spent|residual/i);
    await dialog.getByRole('textbox').fill(reason);
    await dialog.getByRole('button', { name: 'Roll back', exact: true }).click();
    await expect(dialog).toBeHidden(); // it lists the steps too, until the answer is there
  }
}
