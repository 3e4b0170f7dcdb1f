export { addNotes, type NewNote } from './add-notes.ts';
export { claimDisruption } from './claim-disruption.ts';
export { listQueue, listQueueRows, orderQueue, totalQueue } from './list-queue.ts';
export { pageDisruptions } from './page-disruptions.ts';
export { readAgain } from './read-again.ts';
export { readCard } from './read-card.ts';
export { readActionNotes } from './read-notes.ts';
export { readGoods, readLines } from './read-threatened.ts';
export { severityOf } from './rules.ts';
export { sumDeliveries, tellClosing, tellOverdue, titleOf } from './tell-case.ts';
export {
  subjectOfDiscrepancy,
  tellAgreement,
  tellDiscrepancy,
  tellWithdrawn,
  titleOfDiscrepancy,
} from './tell-discrepancy.ts';
export {
  subjectOfExcursion,
  tellExcursion,
  tellExcursionClosing,
  tellHeardAgain,
  tellSilence,
  titleOfExcursion,
} from './tell-excursion.ts';
export { unreadableWords } from './tell-watched.ts';
export { readRevision } from './timeline/read-revision.ts';
export { readTimeline } from './timeline/read-timeline.ts';
