import { z } from 'zod';
import { count, dayOfYear as day, plural } from '../../core/words.ts';
import { refused } from '../store.ts';
import { minuteOf } from '../words.ts';
import { postAdjustment } from './erp-stock.ts';
import { offer, type World } from './operation.ts';

const instant = z.iso.datetime({ offset: true });
const lineSchema = z.object({
  orderNumber: z.string(),
  lineNumber: z.string(),
  item: z.string(),
  quantity: z.number(),
});
type Line = z.infer<typeof lineSchema>;
type Stored = Line & { mode: string; arrival: string; version: number; cancelled: boolean; shipsAt: string | null };

/** A line as the ERP holds it. A line it has not seen is opened as the request describes it: the ERP is older than this sandbox. */
function lineOf(world: World, line: Line, supplier: string, arrival: string): Stored {
  const { db } = world.store;
  db.prepare(
    `INSERT INTO erp_line (order_number, line_number, item, supplier, quantity, mode, arrival) VALUES (?, ?, ?, ?, ?, 'as ordered', ?)
     ON CONFLICT DO NOTHING`,
  ).run(line.orderNumber, line.lineNumber, line.item, supplier, line.quantity, arrival);
  return readLine(world, line.orderNumber, line.lineNumber);
}

function readLine(world: World, orderNumber: string, lineNumber: string): Stored {
  const row = world.store.db
    .prepare('SELECT * FROM erp_line WHERE order_number = ? AND line_number = ?')
    .get(orderNumber, lineNumber);
  if (!row) throw new Error(`no line ${orderNumber}/${lineNumber}`);
  return {
    orderNumber,
    lineNumber,
    item: String(row.item),
    quantity: Number(row.quantity),
    mode: String(row.mode),
    arrival: String(row.arrival),
    version: Number(row.version),
    cancelled: Number(row.cancelled) === 1,
    shipsAt: row.ships_at === null ? null : String(row.ships_at),
  };
}

function writeLine(world: World, line: Stored): void {
  world.store.db
    .prepare(
      'UPDATE erp_line SET quantity = ?, mode = ?, arrival = ?, cancelled = ?, version = version + 1 WHERE order_number = ? AND line_number = ?',
    )
    .run(line.quantity, line.mode, line.arrival, line.cancelled ? 1 : 0, line.orderNumber, line.lineNumber);
}

const beforeSchema = z.object({ lines: z.array(z.custom<Stored>()) });

/** Restoring lines works as long as nobody changed them since. */
const restorable = {
  quote(world: World, before: Record<string, unknown>) {
    const moved = beforeSchema
      .parse(before)
      .lines.find((line) => readLine(world, line.orderNumber, line.lineNumber).version !== line.version + 1);
    return {
      feeUsd: 0,
      blocker: moved ? `Order ${moved.orderNumber} line ${moved.lineNumber} was changed again since.` : null,
      reversibleUntil: null,
      words: 'The order goes back to what stood before, free of charge.',
    };
  },
  undo(world: World, before: Record<string, unknown>) {
    for (const line of beforeSchema.parse(before).lines) writeLine(world, line);
  },
};

const changeOrder = offer({
  system: 'erp',
  operation: 'change-order',
  undoOperation: 'restore-order',
  body: z.object({
    orderNumber: z.string(),
    supplier: z.string(),
    mode: z.string(),
    arrival: instant,
    previousArrival: instant,
    lines: z.array(lineSchema).min(1),
  }),
  run(world, body, effect) {
    const lines = body.lines.map((line) => lineOf(world, line, body.supplier, body.previousArrival));
    const gone = lines.find((line) => line.cancelled);
    if (gone) return refused(`Order ${gone.orderNumber} line ${gone.lineNumber} is cancelled.`);
    effect({ lines });
    for (const line of lines) writeLine(world, { ...line, mode: body.mode, arrival: body.arrival });
    return {
      status: 200,
      body: {
        reference: `CHG-${body.orderNumber}-${lines[0]?.version ?? 1}`,
        orderNumber: body.orderNumber,
        reversibleUntil: null,
        words: `Order ${body.orderNumber}: ${plural(lines.length, 'line')} changed to ${body.mode}, arrival ${day(body.arrival)}.`,
      },
    };
  },
  ...restorable,
});

const reduceLines = offer({
  system: 'erp',
  operation: 'reduce-lines',
  undoOperation: 'restore-lines',
  body: z.object({
    orderNumber: z.string(),
    supplier: z.string(),
    item: z.string(),
    quantity: z.number().positive(),
    previousArrival: instant,
    lines: z.array(lineSchema).min(1),
  }),
  run(world, body, effect) {
    const lines = body.lines
      .map((line) => lineOf(world, line, body.supplier, body.previousArrival))
      .filter((line) => line.item === body.item && !line.cancelled);
    const open = lines.reduce((sum, line) => sum + line.quantity, 0);
    if (open < body.quantity) {
      return refused(`Order ${body.orderNumber} has ${count(open)} of ${body.item} open, less than asked.`);
    }
    let left = body.quantity;
    const taken = lines.filter((line) => {
      const take = left > 0;
      left -= line.quantity;
      return take;
    });
    effect({ lines: taken });
    left = body.quantity;
    for (const line of taken) {
      const cut = Math.min(left, line.quantity);
      left -= cut;
      writeLine(world, { ...line, quantity: line.quantity - cut });
    }
    return {
      status: 200,
      body: {
        reference: `RED-${body.orderNumber}-${taken[0]?.version ?? 1}`,
        orderNumber: body.orderNumber,
        reversibleUntil: null,
        words: `Order ${body.orderNumber}: ${count(body.quantity)} of ${body.item} taken off ${plural(taken.length, 'line')}.`,
      },
    };
  },
  ...restorable,
});

const orderSchema = z.object({ orderNumber: z.string(), shipsAt: z.string() });

const createSplitOrder = offer({
  system: 'erp',
  operation: 'create-split-order',
  undoOperation: 'cancel-split-order',
  body: z.object({
    fromOrder: z.string(),
    supplier: z.string(),
    item: z.string(),
    quantity: z.number().positive(),
    mode: z.string(),
    arrival: instant,
  }),
  run(world, body, effect) {
    const { db } = world.store;
    const splits = db
      .prepare("SELECT count(*) AS n FROM erp_line WHERE substr(order_number, 1, length(?1) + 2) = ?1 || '-S'")
      .get(body.fromOrder);
    const orderNumber = `${body.fromOrder}-S${Number(splits?.n ?? 0) + 1}`;
    const shipsAt = new Date(world.now.getTime() + world.settings.supplierShipsAfterSeconds * 1_000).toISOString();
    effect({ orderNumber, shipsAt });
    db.prepare(
      `INSERT INTO erp_line (order_number, line_number, item, supplier, quantity, mode, arrival, ships_at) VALUES (?, '1', ?, ?, ?, ?, ?, ?)`,
    ).run(orderNumber, body.item, body.supplier, body.quantity, body.mode, body.arrival, shipsAt);
    return {
      status: 200,
      body: {
        reference: orderNumber,
        orderNumber,
        reversibleUntil: shipsAt,
        words: `Order ${orderNumber} placed with ${body.supplier}: ${count(body.quantity)} of ${body.item}, arrival ${day(body.arrival)}.`,
      },
    };
  },
  quote(world, before) {
    const order = orderSchema.parse(before);
    const shipped = world.now.toISOString() >= order.shipsAt;
    return {
      feeUsd: 0,
      blocker: shipped ? `The supplier shipped order ${order.orderNumber} at ${minuteOf(order.shipsAt)}.` : null,
      reversibleUntil: order.shipsAt,
      words: `Order ${order.orderNumber} can be cancelled free of charge until it ships at ${minuteOf(order.shipsAt)}.`,
    };
  },
  undo(world, before) {
    const order = orderSchema.parse(before);
    writeLine(world, { ...readLine(world, order.orderNumber, '1'), cancelled: true });
  },
});

export const ERP_OFFERS = [changeOrder, reduceLines, createSplitOrder, postAdjustment];
