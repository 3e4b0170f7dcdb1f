/**
 * Parts of the signal log that are evaluated apart, each by one decider at a time. The database works out which part a stream
 * belongs to (prisma/schema/events.prisma); another number is a migration. Record: docs/decisions/0013-partitions.md
 */
export const PARTITIONS = 8;

/** Name of the cursor of a partition, and of the lease under which it is moved. */
export const cursorOf = (partition: number): string => `decide-${partition}`;
