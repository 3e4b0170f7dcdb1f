export { addNotes, type NewNote } from './add-notes.ts';
export { claimDisruption } from './claim-disruption.ts';
export { listQueue } from './list-queue.ts';
export { readCard } from './read-card.ts';
export { severityOf } from './rules.ts';
export { tellClosing, tellOverdue, titleOf } from './tell-case.ts';
