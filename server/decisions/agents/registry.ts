import { coldChain } from './cold-chain/index.ts';
import type { Agent } from './define-agent.ts';
import { stockDiscrepancy } from './stock-discrepancy/index.ts';
import { supplierDelay } from './supplier-delay/index.ts';

/** Every agent of this build; each playbook is answered by one. */
const AGENTS: readonly Agent[] = [supplierDelay, coldChain, stockDiscrepancy];

const byName = new Map(AGENTS.map((agent) => [agent.name, agent]));
const byPlaybook = new Map(AGENTS.map((agent) => [agent.playbook, agent]));

/** The agent that made a proposal. @throws RangeError when this build has none of that name. */
export function agentNamed(name: string): Agent {
  const agent = byName.get(name);
  if (!agent) throw new RangeError(`no agent ${name}`);
  return agent;
}

/** The agent that answers a playbook. @throws RangeError when this build has none. */
export function agentFor(playbook: string): Agent {
  const agent = byPlaybook.get(playbook);
  if (!agent) throw new RangeError(`no agent answers ${playbook}`);
  return agent;
}
