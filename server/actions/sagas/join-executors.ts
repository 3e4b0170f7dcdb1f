import { setTimeout as sleep } from 'node:timers/promises';
import { DBOS, type WorkflowStatus } from '@dbos-inc/dbos-sdk';
import type pg from 'pg';
import type { Logger } from '../../core/logger.ts';
import type { Database } from '../../db/client.ts';
import { SESSION } from '../../db/constants.ts';
import { openSession } from '../../db/open-pool.ts';
import { WORKFLOW_VERSION } from './constants.ts';

const RETRY_MS = 500;
const JOIN_WITHIN_MS = 15_000;
/** Workflows asked for, and taken over, in one statement. */
const PAGE = 5_000;
const RESUMED_AT_ONCE = 500;
const ALONE = 'holdpoint-engine-launch';
const tryLock = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS ok';
const unlock = 'SELECT pg_advisory_unlock(hashtextextended($1, 0))';
const lockName = (executorId: string) => `holdpoint-executor:${executorId}`;

/**
 * Says that this executor is alive: a session advisory lock on its id, which PostgreSQL drops when the process dies.
 * The engine alone would leave a dead executor's workflows where they are; whoever can take its lock takes them over.
 */
export async function joinExecutors({ url, watch }: Pick<Database, 'url' | 'watch'>, executorId: string, log: Logger) {
  let client: pg.Client | null = null;
  let left = false;

  const connect = async (): Promise<boolean> => {
    const next = await openSession(url, { limits: SESSION, watch, name: 'executor' }, () => {
      if (client !== next) return;
      client = null;
      log.warn('the connection that holds the executor lock was lost; taking it again');
      void rejoin();
    });
    const { rows } = await next.query<{ ok: boolean }>(tryLock, [lockName(executorId)]);
    if (rows[0]?.ok) client = next;
    else await next.end();
    return client === next;
  };

  // Another executor may hold our lock for the moment in which it takes our workflows over; that is fenced by the engine.
  const rejoin = async (): Promise<void> => {
    while (!left && !client) {
      await connect().catch(() => false);
      if (!client) await sleep(RETRY_MS);
    }
  };

  const until = Date.now() + JOIN_WITHIN_MS;
  while (!(await connect())) {
    if (Date.now() > until) throw new Error(`Another process runs as executor ${executorId}.`);
    await sleep(RETRY_MS);
  }

  /** Runs `work` while holding the lock of an executor that is not alive; false when it is alive. */
  const whileDead = async (peer: string, work: () => Promise<void>): Promise<boolean> => {
    const session = client;
    if (!session) return false;
    const { rows } = await session.query<{ ok: boolean }>(tryLock, [lockName(peer)]);
    if (!rows[0]?.ok) return false;
    try {
      await work();
    } finally {
      await session.query(unlock, [lockName(peer)]);
    }
    return true;
  };

  return {
    /**
     * Runs `work` while no other executor does: two that make the engine's tables at once break each other. It tries
     * instead of waiting in PostgreSQL, because a waiting statement would hold up the indexes that are being made.
     */
    async alone(work: () => Promise<void>): Promise<void> {
      while (!(await client?.query<{ ok: boolean }>(tryLock, [ALONE]))?.rows[0]?.ok) await sleep(RETRY_MS / 5);
      try {
        await work();
      } finally {
        await client?.query(unlock, [ALONE]);
      }
    },
    /**
     * Takes over what dead executors left, and what older versions of the workflow left here. What cannot be taken over from
     * one of them keeps nobody from the others; the next look tries again.
     */
    async takeOver(): Promise<void> {
      // A connection that only holds a lock never learns that it is dead; so it asks.
      await client?.query('SELECT 1');
      for (const [peer, workflows] of Map.groupBy(await findForeign(executorId), (one) => one.executorId ?? '')) {
        try {
          if (await whileDead(peer, () => resume(workflows)))
            log.info({ peer, workflows: workflows.length }, 'took over the workflows of a dead executor');
        } catch (error) {
          if (!left)
            log.warn({ err: error, peer }, 'could not take over the workflows of a dead executor; trying again');
        }
      }
    },
    async leave(): Promise<void> {
      left = true;
      const session = client;
      client = null;
      await session?.end().catch(() => {});
    },
  };
}

/**
 * Unfinished workflows of other executors and of older versions, however many there are before them: page after page. One that
 * ends in between moves the others up, and what is passed over so is found at the next look.
 */
async function findForeign(executorId: string): Promise<WorkflowStatus[]> {
  const foreign: WorkflowStatus[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await DBOS.listWorkflows({
      status: ['PENDING', 'ENQUEUED'],
      loadInput: false,
      loadOutput: false,
      limit: PAGE,
      offset,
    });
    for (const workflow of page) {
      const current = workflow.applicationVersion === WORKFLOW_VERSION;
      if (!current || (workflow.executorId !== executorId && workflow.status !== 'ENQUEUED')) foreign.push(workflow);
    }
    if (page.length < PAGE) return foreign;
  }
}

async function resume(workflows: readonly WorkflowStatus[]): Promise<void> {
  const current = workflows.filter((workflow) => workflow.applicationVersion === WORKFLOW_VERSION);
  for (let at = 0; at < current.length; at += RESUMED_AT_ONCE)
    await DBOS.resumeWorkflows(current.slice(at, at + RESUMED_AT_ONCE).map(({ workflowID }) => workflowID));
  for (const { workflowID } of workflows.filter(({ applicationVersion }) => applicationVersion !== WORKFLOW_VERSION)) {
    // Its rows say how far it came, so it may begin again under the workflow of this build.
    await DBOS.cancelWorkflow(workflowID);
    await DBOS.rewindWorkflow(workflowID, { applicationVersion: WORKFLOW_VERSION });
  }
}
