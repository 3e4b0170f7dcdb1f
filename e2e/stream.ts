import type { APIRequestContext } from '@playwright/test';
import { expect } from '@playwright/test';

const KEY = 'demo-source-key';
const DAY_MS = 86_400_000;

type Order = { shipment: string; value: number; quantity: number; group?: string; supplier?: string };

/** A source of its own with its own world time: a year of deliveries first, then what a test needs. */
export class Stream {
  #day = '2025-03-01';
  #n = 0;
  /** The id of the signal that told the newest order. */
  ordered = '';
  readonly source: string;
  readonly item: string;
  constructor(
    private readonly request: APIRequestContext,
    readonly name: string,
  ) {
    this.source = `/e2e/${name}`;
    this.item = `${name} tablets, 60`;
  }

  /** Forty deliveries by truck, some of them weeks late, and twenty by air at about $5 a kilogram; two suppliers. */
  async history(): Promise<void> {
    const events: object[] = [];
    for (let i = 0; i < 60; i++) {
      const air = i >= 40;
      const late = !air && i % 3 === 0 ? 20 + i : 0;
      const line = this.#line({
        shipment: `${this.name}-past-${i}`,
        quantity: 1000,
        value: 50_000,
        supplier: i % 2 ? this.supplier : this.otherSupplier,
        mode: air ? 'air' : 'truck',
        due: plusDays(this.#day, 30),
      });
      const start = plusDays(this.#day, i % 20);
      events.push(this.#event('purchase-order.sent', `${start}T08:00:00Z`, { line }));
      const delivered = plusDays(this.#day, 30 + late);
      events.push(
        this.#event('delivery.recorded', `${delivered}T12:00:00Z`, {
          line,
          deliveredOn: delivered,
          recordedOn: delivered,
          weightKg: 500,
          freight: air ? 2500 : 400,
        }),
      );
    }
    this.#day = '2025-09-01';
    await this.#post(events);
  }

  get supplier() {
    return `${this.name} North`;
  }
  get otherSupplier() {
    return `${this.name} South`;
  }

  /** An order that should have come yesterday; the tower must notice by itself once world time has passed. */
  async overdue(order: Order): Promise<void> {
    const due = plusDays(this.#day, 2);
    const line = this.#line({ ...order, supplier: order.supplier ?? this.supplier, mode: 'truck', due });
    const ordered = this.#event('purchase-order.sent', `${this.#day}T08:00:00Z`, { line });
    this.ordered = ordered.id;
    await this.#post([ordered]);
    this.#day = plusDays(due, 1);
    await this.#post([this.#event('clock.advanced', `${this.#day}T08:00:00Z`, {})]);
  }

  /** The order of last time was wrong: what is right follows, and the wrong signal is taken back. `dueIn` counts days from now. */
  async corrected(order: Order & { dueIn?: number }): Promise<void> {
    const wrong = this.ordered;
    const due = plusDays(this.#day, order.dueIn ?? -1);
    const line = this.#line({ ...order, supplier: order.supplier ?? this.supplier, mode: 'truck', due });
    const right = this.#event('purchase-order.sent', `${this.#day}T09:00:00Z`, { line });
    this.ordered = right.id;
    const retracts = { source: this.source, id: wrong };
    const data = { retracts, reason: 'incorrect_data', declaredAt: null, correctedBy: [right.id], note: null };
    await this.#post([right, this.#event('signal.retracted', `${this.#day}T10:00:00Z`, data)]);
  }

  /** The delivery of an earlier order, recorded now. `daysAgo` is how long before that it really happened. */
  async delivered(order: Order & { due: string }, daysAgo = 0): Promise<void> {
    const on = plusDays(this.#day, -daysAgo);
    const line = this.#line({ ...order, supplier: order.supplier ?? this.supplier, mode: 'truck' });
    await this.#post([
      this.#event(
        'delivery.recorded',
        `${on}T12:00:00Z`,
        { line, deliveredOn: on, recordedOn: this.#day, weightKg: null, freight: null },
        `${this.#day}T12:00:00Z`,
      ),
    ]);
  }

  /** The world day this stream has come to, as YYYY-MM-DD. */
  get day() {
    return this.#day;
  }

  async #worldAt(): Promise<number> {
    const path = `/api/v1/streams/${encodeURIComponent(this.source)}`;
    const stream = await (await this.request.get(path, { headers: { authorization: `Bearer ${KEY}` } })).json();
    return Date.parse(stream.worldAt);
  }

  #line(order: Order & { mode: string; due?: string; supplier: string }) {
    return {
      orderNumber: `PO-${order.shipment}`,
      lineNumber: order.shipment, // unique within the source
      shipment: order.shipment,
      supplier: order.supplier,
      item: this.item,
      itemGroup: order.group ?? 'General supplies',
      origin: `${order.supplier} plant`,
      destination: 'Kenya',
      region: 'eastern-africa',
      customer: `${this.name} programme`,
      mode: order.mode,
      quantity: order.quantity,
      packUnit: '60 tablets',
      value: order.value,
      currency: 'USD',
      firstLine: false,
      scheduledDelivery: order.due ?? this.#day,
    };
  }

  #event(type: string, time: string, data: object, recorded = time) {
    return {
      specversion: '1.0',
      id: `${this.name}-${this.#n++}`,
      source: this.source,
      type,
      time,
      recordedtime: recorded,
      datacontenttype: 'application/json',
      data,
    };
  }

  async #post(events: object[]): Promise<void> {
    const sorted = events.toSorted((a, b) => recordedOf(a).localeCompare(recordedOf(b)));
    const response = await this.request.post('/api/v1/signals', {
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/cloudevents-batch+json' },
      data: JSON.stringify(sorted),
    });
    expect(response.status(), await response.text()).toBe(202);
    expect(await response.json()).toMatchObject({ accepted: events.length, quarantined: [] });
    const last = recordedOf(sorted.at(-1) ?? {});
    await expect
      .poll(() => this.#worldAt(), { message: `${this.source} is evaluated up to ${last}` })
      .toBe(Date.parse(last));
  }
}

const recordedOf = (event: object) => ('recordedtime' in event ? String(event.recordedtime) : '');
const plusDays = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
