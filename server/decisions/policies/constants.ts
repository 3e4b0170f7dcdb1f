/** What a policy can see: every rung is an authorization question about one proposal. */
export const POLICY_SCHEMA = `
entity Agent;
entity User;
entity Proposal = {
  "action": String,
  "costCents": Long,
  "valueCents": Long,
  "valueKnown": Bool,
  "costShareBasisPoints": Long,
  "riskScore": Long,
  "reversible": Bool,
  "critical": Bool,
  "switchesSupplier": Bool,
  "singleSource": Bool,
  "supplierRecordLines": Long,
  "untrustedEvidence": Bool,
};
action "auto", "approve", "escalate" appliesTo { principal: [Agent, User], resource: Proposal };
`;

/**
 * The policy set a fresh installation starts with (version 1). The verdict is the freest rung a rule permits and none
 * forbids; where nothing permits, it is denied. Annotations: `id`, `words` (the sentence on the card), and on a permit
 * `rung`, `seats` (how many people) and `role` (of what authority).
 */
export const DEFAULT_POLICY_TEXT = `// Money in US cents; shares in basis points (2500 = 25 %).

@id("wait-is-free")
@rung("auto")
@words("Waiting spends nothing and changes nothing, so nobody needs to release it.")
permit (principal, action == Action::"auto", resource)
when { resource.action == "wait" };

@id("small-reversible-spend")
@rung("auto")
@words("An agent may spend up to $2,000 on up to $50,000 of goods alone, if it can be undone and the item is not critical.")
permit (principal is Agent, action == Action::"auto", resource)
when {
  resource.costCents <= 200000 &&
  resource.valueCents <= 5000000 &&
  resource.reversible &&
  !resource.critical
};

@id("premium-spend")
@rung("approve")
@seats("1")
@role("planner")
@words("Spend up to $25,000 on up to $500,000 of goods is released by one planner.")
permit (principal, action == Action::"approve", resource)
when { resource.costCents <= 2500000 && resource.valueCents <= 50000000 };

@id("large-spend")
@rung("escalate")
@seats("2")
@role("approver")
@words("Spend up to $250,000, or on more than $500,000 of goods, is released by two approvers.")
permit (principal, action == Action::"escalate", resource)
when { resource.costCents <= 25000000 };

@id("single-source-switch")
@rung("escalate")
@seats("2")
@role("approver")
@words("Leaving the only supplier with a settled record of an item is released by two approvers.")
permit (principal, action == Action::"escalate", resource)
when { resource.switchesSupplier && resource.singleSource };

@id("single-source-needs-two")
@rung("approve")
@words("Leaving the only supplier with a settled record of an item is never released by fewer than two approvers.")
forbid (principal, action in [Action::"auto", Action::"approve"], resource)
when { resource.switchesSupplier && resource.singleSource };

@id("people-need-a-second")
@rung("auto")
@words("What a person changed is released by somebody else; only waiting is free.")
forbid (principal is User, action == Action::"auto", resource)
unless { resource.action == "wait" };

@id("untrusted-needs-a-person")
@rung("auto")
@words("Evidence that nobody has checked never releases spend by itself.")
forbid (principal, action == Action::"auto", resource)
when { resource.untrustedEvidence && resource.action != "wait" };

@id("cost-out-of-proportion")
@rung("deny")
@words("Spend of more than 25 % of the value at risk is denied.")
forbid (principal, action, resource)
when { resource.costShareBasisPoints > 2500 };

@id("supplier-without-record")
@rung("deny")
@words("A supplier that has never delivered this item here gets no order from the tower.")
forbid (principal, action, resource)
when { resource.switchesSupplier && resource.supplierRecordLines < 1 };

@id("spend-ceiling")
@rung("deny")
@words("Spend of more than $250,000 on one case is denied.")
forbid (principal, action, resource)
when { resource.costCents > 25000000 };
`;
