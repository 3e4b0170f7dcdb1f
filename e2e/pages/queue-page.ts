import { expect, type Page } from '@playwright/test';
import { CardPage } from './card-page.ts';

export class QueuePage {
  constructor(readonly page: Page) {}

  async open(): Promise<this> {
    await this.page.goto('/queue');
    await expect(this.page.getByRole('heading', { name: 'Queue', level: 1 })).toBeVisible();
    await this.expectLive();
    return this;
  }

  /** The row of a case, found by a piece of its sentence. */
  row(text: string) {
    return this.page.getByRole('row').filter({ hasText: text });
  }

  async expectLive(): Promise<void> {
    await expect(this.page.getByRole('banner').getByRole('status')).toHaveText('live');
  }

  /** Narrows the queue to the cases that a text finds: rows far below are drawn once they are scrolled to. */
  async search(text: string): Promise<void> {
    await this.page.getByLabel('Search the queue').fill(text);
  }

  async openCase(text: string): Promise<CardPage> {
    await this.row(text).first().getByRole('link').first().click();
    return new CardPage(this.page).loaded();
  }
}
