import { makeTable } from '../core/make-table.ts';

/** What somebody did, or was refused, by the procedure that does it; a new mutation is a new line here. */
const ACTS = makeTable<string>({
  'actions.closeStep': 'Closing a step of an action',
  'actions.rollBack': 'Rolling back an action',
  'actions.undo': 'Undoing an action',
  'agents.resume': 'Resuming a model',
  'agents.suspend': 'Suspending a model',
  'disruptions.claim': 'Assigning a case',
  'disruptions.readAgain': 'Having a case read again',
  'imports.preview': 'Looking at a file before its import',
  'imports.readAgain': 'Having a file read again',
  'imports.saveMapping': 'Saving the mapping of a file',
  'imports.send': 'Importing a file',
  'noise.change': 'Changing alarm settings',
  'proposals.approve': 'Approving a proposal',
  'proposals.modify': 'Modifying a proposal',
  'proposals.override': 'Overriding a proposal',
  'proposals.reject': 'Rejecting a proposal',
  'quarantine.carryOut': 'Settling quarantined signals',
  'quarantine.check': 'Checking a quarantined signal',
  'quarantine.discard': 'Discarding a quarantined signal',
  'quarantine.preview': 'Looking at quarantined signals to settle',
  'quarantine.replay': 'Replaying a quarantined signal',
  'retention.change': 'Changing how long records are kept',
  'session.changePassword': 'Changing the password',
  'session.signOutEverywhere': 'Signing out everywhere',
  'signals.evaluateAgain': 'Evaluating a signal again',
  'sources.add': 'Connecting a source',
  'sources.amend': 'Amending a contract',
  'sources.check': 'Checking a contract',
  'sources.release': 'Releasing a contract',
  'sources.revokeKey': 'Revoking a key',
  'sources.rotateKey': 'Giving a source a new key',
  'sources.switch': 'Switching a source on or off',
  'sources.switchContract': 'Stopping or resuming a contract',
  several: 'Many other acts',
});

/** An act in words, to begin a sentence; a call of the machine API by its method and path. */
export const actWords = (act: string): string => ACTS[act] ?? `The call ${act}`;
