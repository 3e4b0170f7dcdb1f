import { DBOS, type DLogger } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import { DAY, SECOND } from '../../core/clock.ts';
import { ENGINE_CONNECTIONS, SHARES } from '../../db/constants.ts';
import { openPool } from '../../db/open-pool.ts';
import { WORKFLOW_KEPT_DAYS, WORKFLOW_VERSION } from './constants.ts';
import { joinExecutors } from './join-executors.ts';
import { stopRunning } from './move-action.ts';
import type { ActionRef, Plane } from './plane.ts';
import { carryOut, type Engine, rollBack } from './workflow.ts';

const TAKE_OVER_EVERY_MS = 2 * SECOND;
const DRAIN_MS = 8 * SECOND;
const CONTROL = 'control';
const STOP = 'stop';
const TIDY_AT_ONCE = 500;

/** An action whose workflow should be alive. */
export type Active = { id: string; state: string; rollbackRun: number };

/** The workflow that brings an action from its present state to the next final one. The first is the action's own id. */
export const workflowIdOf = ({ id, state, rollbackRun }: Active): string =>
  state === 'compensating' && rollbackRun > 0 ? `${id}:rollback:${rollbackRun}` : id;

export type SagaRuntime = ReturnType<typeof createSagaRuntime>;

/**
 * Runs actions as durable workflows on DBOS, whose state lies in our own database (schema `dbos`). DBOS is one a
 * process. The rows of an action are the truth; the workflow only drives them, and may be lost and begun again.
 */
export function createSagaRuntime(plane: Plane, executorId: string) {
  const { log } = plane;
  let draining = false;
  let inFlight = 0;
  let running: { leave(): Promise<void>; engine: pg.Pool; timer: NodeJS.Timeout } | null = null;
  let start: { action(id: string, workflowId: string): Promise<void> } | null = null;

  const engine: Engine = {
    durable: (name, work) =>
      DBOS.runStep(
        async () => {
          // Once we stop, nothing new begins: the workflow parks here and is recovered by whoever runs next.
          if (draining) await new Promise(() => {});
          inFlight += 1;
          try {
            return await work();
          } finally {
            inFlight -= 1;
          }
        },
        // A partner's failure is an answer, not an exception: what throws here is our own database being away.
        { name, retriesAllowed: true, maxAttempts: 12, intervalSeconds: 0.2, shouldRetry: () => !draining },
      ),
    waitUntil: async (time) => void (await DBOS.recv(CONTROL, { deadlineEpochMS: time.getTime() })),
  };

  const register = () => {
    const action = DBOS.registerWorkflow((id: string) => carryOut(plane, engine, id), { name: 'carry-out-action' });
    const rollback = DBOS.registerWorkflow((id: string) => rollBack(plane, engine, id), { name: 'roll-back-action' });
    return {
      action: async (id: string, workflowID: string) => {
        await DBOS.startWorkflow(workflowID === id ? action : rollback, { workflowID })(id);
      },
    };
  };

  const tidy = async () => {
    const completedBefore = new Date(Date.now() - WORKFLOW_KEPT_DAYS * DAY).toISOString();
    const old = await DBOS.listWorkflows({
      status: 'SUCCESS',
      completedBefore,
      loadInput: false,
      loadOutput: false,
      limit: TIDY_AT_ONCE,
    });
    if (old.length) await DBOS.deleteWorkflows(old.map((workflow) => workflow.workflowID));
  };

  const ensureOne = async (workflowId: string, actionId: string, status: string | undefined): Promise<void> => {
    if (!status) return start?.action(actionId, workflowId);
    if (status === 'MAX_RECOVERY_ATTEMPTS_EXCEEDED') return void (await DBOS.resumeWorkflow(workflowId));
    if (status === 'PENDING' || status === 'ENQUEUED' || status === 'DELAYED') return;
    log.warn({ workflowId, status }, 'the workflow of an unfinished action had ended; it begins again from its rows');
    await DBOS.rewindWorkflow(workflowId, { applicationVersion: WORKFLOW_VERSION });
  };

  return {
    /** Launches DBOS and takes over what dead executors left. @throws Error when this process runs one already. */
    async start(): Promise<void> {
      if (DBOS.isInitialized()) throw new Error('This process runs an action plane already.');
      const engine = openEnginePool(plane);
      DBOS.setConfig({
        name: 'holdpoint',
        systemDatabaseUrl: plane.db.url,
        systemDatabasePool: engine,
        systemDatabaseSchemaName: 'dbos',
        applicationVersion: WORKFLOW_VERSION,
        executorID: executorId,
        logger: engineLog(plane),
        enableOTLP: false,
      });
      draining = false;
      start = register();
      const seat = await joinExecutors(plane.db, executorId, log);
      await seat.alone(() => DBOS.launch());
      let pass = 0;
      const look = async () => {
        try {
          await seat.takeOver();
          if (pass++ % 1_800 === 0) await tidy();
        } catch (error) {
          if (!draining) log.warn({ err: error }, 'could not look for workflows of dead executors; trying again');
        }
        if (!draining && running) running.timer = setTimeout(() => void look(), TAKE_OVER_EVERY_MS).unref();
      };
      running = { leave: seat.leave, engine, timer: setTimeout(() => void look(), 0) };
    },

    /** Stops: steps under way end, nothing new begins, the rest is recovered by whoever runs next. */
    async stop(): Promise<void> {
      if (!running) return;
      draining = true;
      clearTimeout(running.timer);
      const until = Date.now() + DRAIN_MS;
      while (inFlight > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      await DBOS.shutdown({ deregister: true });
      await running.leave();
      await running.engine.end(); // it closes none that it was handed
      running = null;
      start = null;
    },

    /** Whether this process runs workflows itself. */
    runs: () => running !== null && !draining,

    /**
     * Sees to it that each of these actions has a living workflow: starts what is missing, begins again what ended in
     * an error. Idempotent: the workflow's id follows from the action.
     */
    async ensure(actions: Active[]): Promise<void> {
      if (!start || draining || !actions.length) return;
      const wanted = new Map(actions.map((action) => [workflowIdOf(action), action.id]));
      const known = await DBOS.listWorkflows({ workflowIDs: [...wanted.keys()], loadInput: false, loadOutput: false });
      const state = new Map(known.map((workflow) => [workflow.workflowID, workflow.status]));
      for (const [workflowId, actionId] of wanted) {
        try {
          await ensureOne(workflowId, actionId, state.get(workflowId));
        } catch (error) {
          // The others are driven all the same; this one is looked at again with the next whole pass.
          if (!draining)
            log.error({ err: error, workflowId }, 'the workflow of an action could not be started; trying again');
        }
      }
    },

    /** Starts the workflow of an action that has just been written, without looking first. */
    async begin(action: Active): Promise<void> {
      if (start && !draining) await start.action(action.id, workflowIdOf(action));
    },

    /** Stops an action: ends its waiting at once; a running one begins no further step. Never a hard cancel. */
    async askToStop(ref: ActionRef): Promise<void> {
      await stopRunning(plane, ref);
      if (start && !draining) await DBOS.send(ref.actionId, STOP, CONTROL, `${ref.actionId}/stop`);
    },
  };
}

/**
 * The engine's own connections to our database. Its checkpoints need not wait for the disk, as ours
 * do: should power fail, a workflow runs its last step again, whose row says that it is done.
 */
const openEnginePool = ({ db: { url, watch } }: Plane) =>
  openPool(url, ENGINE_CONNECTIONS, { limits: SHARES.work.limits, watch, name: 'engine', synchronousCommit: false });

/** The engine's log, one level quieter: it calls every recovery and every step information. */
function engineLog({ log }: Plane): DLogger {
  const words = (entry: unknown) => (entry instanceof Error ? entry.message : String(entry));
  return {
    info: (entry) => log.debug({ engine: 'dbos' }, words(entry)),
    debug: (entry) => log.trace({ engine: 'dbos' }, words(entry)),
    warn: (entry) => log.warn({ engine: 'dbos' }, words(entry)),
    error: (entry) => log.error({ engine: 'dbos', err: entry instanceof Error ? entry : undefined }, words(entry)),
  };
}
