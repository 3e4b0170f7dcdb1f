import { z } from 'zod';
import type { Store } from './store.ts';

/** How the pretend partners behave. Seconds are wall time after booking or ordering. */
export const settingsSchema = z.object({
  pickUpAfterSeconds: z.number().min(0),
  supplierShipsAfterSeconds: z.number().min(0),
  cancellationFeeUsd: z.number().min(0),
  /** A count order is carried out so long after it was given; a booking period is closed so long after a posting. */
  countedAfterSeconds: z.number().min(0),
  periodClosesAfterSeconds: z.number().min(0),
});
export type Settings = z.infer<typeof settingsSchema>;

const DEFAULTS: Settings = {
  pickUpAfterSeconds: 600,
  supplierShipsAfterSeconds: 3_600,
  cancellationFeeUsd: 400,
  countedAfterSeconds: 3_600,
  periodClosesAfterSeconds: 86_400,
};

/** The settings as they stand, defaults where nothing was set. */
export function readSettings(store: Store): Settings {
  const rows = store.db.prepare('SELECT name, value FROM setting').all();
  return settingsSchema.parse({
    ...DEFAULTS,
    ...Object.fromEntries(rows.map((row) => [String(row.name), Number(row.value)])),
  });
}

/** Changes some settings; bookings already made keep the times they were made with. */
export function writeSettings(store: Store, change: Partial<Settings>): Settings {
  const put = store.db.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  for (const [name, value] of Object.entries(change)) if (value !== undefined) put.run(name, value);
  return readSettings(store);
}
