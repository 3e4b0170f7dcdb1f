import { expect, type Page } from '@playwright/test';
import { ActionPage } from './action-page.ts';

type Act = 'Approve' | 'Modify' | 'Override' | 'Reject' | 'Assign';

export class CardPage {
  constructor(readonly page: Page) {}

  async open(id: string): Promise<this> {
    await this.page.goto(`/disruptions/${id}`);
    return this.loaded();
  }

  async loaded(): Promise<this> {
    await expect(this.page).toHaveURL(/\/disruptions\//);
    await expect(this.page.getByRole('heading', { name: /what happened/i })).toBeVisible();
    return this;
  }

  get id(): string {
    return new URL(this.page.url()).pathname.split('/').at(-1) ?? '';
  }

  button(act: Act) {
    return this.page.getByRole('button', { name: act, exact: true });
  }

  /** What the timeline tells of something that happened. */
  timelineEntry(words: RegExp) {
    return this.page.getByRole('listitem').filter({ has: this.page.getByText(words) });
  }

  dialog() {
    return this.page.getByRole('dialog');
  }

  /** Follows the decision to the saga that carries it out. */
  async openAction(): Promise<ActionPage> {
    await this.page.getByRole('link', { name: /^Action:/ }).click();
    return new ActionPage(this.page).loaded();
  }
}
