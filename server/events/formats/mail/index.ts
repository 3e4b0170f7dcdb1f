export { type ReadMail, readMessage, readPlainMail } from './read-mail.ts';
