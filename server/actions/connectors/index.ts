import { createCaller } from './caller.ts';
import { createErp } from './erp/index.ts';
import { createOms } from './oms/index.ts';
import { createTms } from './tms/index.ts';
import { createWms } from './wms/index.ts';

export type { CallOutcome } from './outcome.ts';
export type { Done, Undone, UndoQuote } from './schema.ts';
export type { Call, UndoCall } from './undo-call.ts';

/** One adapter per system, each with its own breaker and bulkhead. `baseUrl` is where the systems answer. */
export const createConnectors = (baseUrl: string) => ({
  erp: createErp(createCaller('ERP', baseUrl)),
  tms: createTms(createCaller('TMS', baseUrl)),
  oms: createOms(createCaller('OMS', baseUrl)),
  wms: createWms(createCaller('WMS', baseUrl)),
});
export type Connectors = ReturnType<typeof createConnectors>;
