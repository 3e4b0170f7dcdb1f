import { z } from 'zod';
import { listNetwork, readPositionView, readShipment } from '../../events/world/index.ts';
import {
  listInputSchema,
  networkPageSchema,
  positionInputSchema,
  positionViewSchema,
  shipmentViewSchema,
} from '../../events/world/network/schema.ts';
import { procedure, router } from '../trpc.ts';

export const networkRouter = router({
  list: procedure
    .input(listInputSchema)
    .output(networkPageSchema)
    .query(({ ctx, input }) => listNetwork(ctx.db, ctx.as, input)),
  position: procedure
    .input(positionInputSchema)
    .output(positionViewSchema)
    .query(({ ctx, input }) => readPositionView(ctx.db, ctx.as, input)),
  shipment: procedure
    .input(z.object({ shipment: z.string().min(1).max(120) }))
    .output(shipmentViewSchema)
    .query(({ ctx, input }) => readShipment(ctx.db, ctx.as, input.shipment)),
});
