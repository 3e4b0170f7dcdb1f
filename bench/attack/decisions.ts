import { type Answer, count, type Person, resultOf } from './call-people.ts';
import { type Attack, pause, type Target, until } from './open-target.ts';

type Row = { id: string; proposal: { id: string; shownHash: string } | null };
type Shown = { proposalId: string; shownHash: string };

/** Cases that wait for a person, which no other attack has taken. */
const taken = new Set<string>();
async function takeWaiting(who: Person): Promise<Shown> {
  let shown: Shown | undefined;
  await until(60_000, async () => {
    const { rows } = resultOf<{ rows: Row[] }>(await who.ask('disruptions.queue', { filter: 'waiting' }));
    const row = rows.find((one) => one.proposal && !taken.has(one.id));
    if (!row?.proposal) return false;
    taken.add(row.id);
    shown = { proposalId: row.proposal.id, shownHash: row.proposal.shownHash };
    return true;
  });
  if (!shown) throw new Error('no case waits for a person within a minute');
  return shown;
}

const decisionsOf = async (target: Target, { proposalId }: Shown): Promise<{ decisions: number; actions: number }> => {
  const [row] = await target.query<{ decisions: number; actions: number }>(
    `SELECT count(DISTINCT d.id)::int AS decisions, count(DISTINCT a.id)::int AS actions
     FROM decision d LEFT JOIN action a ON a.decision_id = d.id WHERE d.proposal_id = $1`,
    [proposalId],
  );
  return row ?? { decisions: 0, actions: 0 };
};
const won = (answers: Answer[]) => answers.filter(({ status }) => status === 200).length;
const settled = (answers: Answer[]) => answers.every(({ status }) => [200, 403, 409, 412].includes(status));

/** Tries with one case after another: the story goes on meanwhile, and a proposal that was shown may be another before it is sent. */
async function race(
  who: Person,
  run: (shown: Shown) => Promise<Answer[]>,
): Promise<{ shown: Shown; answers: Answer[] }> {
  for (let tries = 0; ; tries++) {
    const shown = await takeWaiting(who);
    const answers = await run(shown);
    if (won(answers) > 0 || tries === 5) return { shown, answers };
  }
}

const sameApproval: Attack = {
  name: 'Twenty identical approvals of one person at once',
  before: '1 × 200, 19 × 409, one decision, one action',
  run: async (target) => {
    const person = await target.as('approver');
    const { shown, answers } = await race(person, (one) =>
      Promise.all(Array.from({ length: 20 }, () => person.do('proposals.approve', one))),
    );
    const { decisions, actions } = await decisionsOf(target, shown);
    return {
      now: `${count(answers)}, ${decisions} decision, ${actions} action`,
      held: won(answers) === 1 && settled(answers) && decisions <= 1 && actions <= 1,
    };
  },
};

const twoPeople: Attack = {
  name: 'Two people approve one proposal ten times each at once',
  before: 'the same',
  run: async (target) => {
    const people = [await target.as('approver'), await target.as('planner')];
    const { shown, answers } = await race(people[0] as Person, (one) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => (people[n % 2] as Person).do('proposals.approve', one))),
    );
    const { decisions, actions } = await decisionsOf(target, shown);
    return {
      now: `${count(answers)}, ${decisions} decision, ${actions} action`,
      held: won(answers) >= 1 && won(answers) <= 2 && settled(answers) && decisions <= 1 && actions <= 1,
    };
  },
};

const allAtOnce: Attack = {
  name: 'Approve and reject at once, ten each',
  before: 'one wins',
  run: async (target) => {
    const [one, other] = [await target.as('approver'), await target.as('planner')];
    const { shown, answers } = await race(one, (each) =>
      Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          n % 2
            ? one.do('proposals.approve', each)
            : other.do('proposals.reject', { ...each, code: 'other', text: 'An attack tries both at once.' }),
        ),
      ),
    );
    const { decisions, actions } = await decisionsOf(target, shown);
    return {
      now: `${count(answers)}, ${decisions} decision, ${actions} action`,
      held: settled(answers) && decisions <= 1 && actions <= 1,
    };
  },
};

type Card = { proposal?: { alternatives: { key: string; unavailable: string | null }[]; chosen: string } | null };
const ownOverride: Attack = {
  name: 'Somebody overrides and approves what they overrode',
  before: '403 by the product, refused by the database',
  run: async (target) => {
    const person = await target.as('approver');
    let disruptionId = '';
    const { answers } = await race(person, async (shown) => {
      const [row] = await target.query<{ id: string }>(`SELECT disruption_id AS id FROM proposal WHERE id = $1`, [
        shown.proposalId,
      ]);
      disruptionId = row?.id ?? '';
      const { proposal } = resultOf<Card>(await person.ask('disruptions.card', { id: disruptionId }));
      const acts = ({ key, unavailable }: { key: string; unavailable: string | null }) =>
        key !== proposal?.chosen && unavailable === null && !/wait|nothing/.test(key);
      const change = { alternative: proposal?.alternatives.find(acts)?.key ?? proposal?.chosen };
      const reason = { code: 'other', text: 'An attack tries to stand alone.' };
      return [await person.do('proposals.override', { ...shown, change, ...reason })];
    });
    const [mine] = await target.query<{ id: string; hash: string; state: string }>(
      `SELECT id, encode(shown_hash, 'hex') AS hash, state FROM proposal WHERE disruption_id = $1 ORDER BY revision DESC LIMIT 1`,
      [disruptionId],
    );
    const approved = await person.do('proposals.approve', { proposalId: mine?.id, shownHash: mine?.hash });
    return {
      now: `override ${count(answers)}, own approval ${approved.status}`,
      held: won(answers) === 1 && (approved.status === 403 || (mine?.state === 'decided' && approved.status === 409)),
    };
  },
};

const ofMoreAuthority: Attack = {
  name: 'A planner undoes and rolls back what approvers released',
  before: 'allowed',
  run: async (target) => {
    const [planner, approvers] = [
      await target.as('planner'),
      [await target.as('approver'), await target.as('approver2')],
    ];
    const released = () =>
      target.query<{ id: string; state: string }>(
        `SELECT a.id, a.state FROM action a JOIN decision d ON d.id = a.decision_id JOIN proposal p ON p.id = d.proposal_id
         WHERE p.verdict = 'escalate' AND a.state IN ('grace', 'running', 'done', 'finished') ORDER BY a.id DESC LIMIT 1`,
      );
    const [waits] = await target.query<{ id: string; hash: string }>(
      `SELECT id, encode(shown_hash, 'hex') AS hash FROM proposal WHERE state = 'open' AND verdict = 'escalate' LIMIT 1`,
    );
    if (waits)
      for (const one of approvers) await one.do('proposals.approve', { proposalId: waits.id, shownHash: waits.hash });
    const [action] = await released();
    if (!action) return { now: 'nothing was escalated in this story, so nothing could be tried', held: true };
    const undone = await planner.do('actions.undo', { actionId: action.id });
    const rolled = await planner.do('actions.rollBack', {
      actionId: action.id,
      planHash: '0'.repeat(64),
      reason: 'An attack.',
    });
    return {
      now: `${undone.status} and ${rolled.status}`,
      held: [undone, rolled].every(({ status }) => status === 403),
    };
  },
};

const undoRace: Attack = {
  name: 'Twenty undos of one action at once',
  before: 'one wins, nothing dispatched twice',
  run: async (target) => {
    const person = await target.as('approver');
    let action: { id: string } | undefined;
    await until(60_000, async () => {
      [action] = await target.query<{ id: string }>(
        `SELECT id FROM action WHERE state = 'grace' ORDER BY id DESC LIMIT 1`,
      );
      if (action) return true;
      const shown = await takeWaiting(person);
      await person.do('proposals.approve', shown);
      await pause(500);
      return false;
    });
    if (!action) throw new Error('no action in its grace period within a minute');
    const { id } = action;
    const answers = await Promise.all(Array.from({ length: 20 }, () => person.do('actions.undo', { actionId: id })));
    const [entries] = await target.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE entity_id = $1 AND action IN ('action.stopped', 'action.undone')`,
      [id],
    );
    return {
      now: `${count(answers)}, ${entries?.n} entry`,
      held: won(answers) <= 1 && settled(answers) && (entries?.n ?? 0) <= 1,
    };
  },
};

/** Races, and four eyes. */
export const decisionAttacks: Attack[] = [sameApproval, twoPeople, allAtOnce, ownOverride, undoRace, ofMoreAuthority];
