export { grantApproval } from './grant-approval.ts';
export { seatRefusal } from './rules.ts';
