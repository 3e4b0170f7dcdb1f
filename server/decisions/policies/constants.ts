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
 * The policy set that installations of the first release started with. It never changes: an installation that still runs it is
 * moved on to the one below. The verdict is the freest rung a rule permits and none
 * forbids; where nothing permits, it is denied. Annotations: `id`, `words` (the sentence on the card), and on a permit
 * `rung`, `seats` (how many people) and `role` (of what authority).
 */
export const FIRST_POLICY_TEXT = `// Money in US cents; shares in basis points (2500 = 25 %).

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

/**
 * The policy set a fresh installation starts with, and that an installation on the one of the first release moves on to: it
 * knows holds, recounts, freezes, messages to carriers and ledger adjustments, and values that nobody knows.
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
  ["expedite", "split"].contains(resource.action) &&
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
when {
  ["expedite", "split"].contains(resource.action) &&
  resource.costCents <= 2500000 &&
  resource.valueCents <= 50000000
};

@id("large-spend")
@rung("escalate")
@seats("2")
@role("approver")
@words("Spend up to $250,000, or on more than $500,000 of goods, is released by two approvers.")
permit (principal, action == Action::"escalate", resource)
when { ["expedite", "split"].contains(resource.action) && resource.costCents <= 25000000 };

@id("small-hold")
@rung("auto")
@words("An agent may hold or freeze up to $50,000 of goods alone, if the value is known and no item is critical: it can be released.")
permit (principal is Agent, action == Action::"auto", resource)
when {
  ["hold", "freeze"].contains(resource.action) &&
  resource.valueCents <= 5000000 &&
  resource.reversible &&
  !resource.critical
};

@id("small-recount")
@rung("auto")
@words("An agent may order a recount of up to $100,000 of stock alone, if the value is known.")
permit (principal is Agent, action == Action::"auto", resource)
when { resource.action == "recount" && resource.valueCents <= 10000000 };

@id("hold-or-recount")
@rung("approve")
@seats("1")
@role("planner")
@words("A hold, a freeze or a recount of up to $500,000 of goods, or of a value that nobody knows, is released by one planner.")
permit (principal, action == Action::"approve", resource)
when { ["hold", "freeze", "recount"].contains(resource.action) && resource.valueCents <= 50000000 };

@id("carrier-message")
@rung("approve")
@seats("1")
@role("planner")
@words("A message to a carrier cannot be taken back, so one planner releases it.")
permit (principal, action == Action::"approve", resource)
when { resource.action == "set-point" };

@id("ledger-adjustment")
@rung("approve")
@seats("1")
@role("approver")
@words("Setting the ledger to the count is released by one approver, up to $25,000.")
permit (principal, action == Action::"approve", resource)
when { resource.action == "adjust" && resource.valueKnown && resource.valueCents <= 2500000 };

@id("large-stock-act")
@rung("escalate")
@seats("2")
@role("approver")
@words("A larger or unpriced ledger adjustment, and a hold, freeze or recount over $500,000, are released by two approvers.")
permit (principal, action == Action::"escalate", resource)
when { ["hold", "freeze", "recount", "adjust"].contains(resource.action) };

@id("unknown-value-needs-a-person")
@rung("auto")
@words("Where nobody knows the value at risk, nothing but waiting is released without a person.")
forbid (principal, action == Action::"auto", resource)
when { !resource.valueKnown && resource.action != "wait" };

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
when { resource.valueKnown && resource.costShareBasisPoints > 2500 };

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
