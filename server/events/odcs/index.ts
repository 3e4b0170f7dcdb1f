export { amendClassification, amendPromises, type Promises } from './amend-document.ts';
export { type Break, breakWords, checkCompatibility } from './check-compatibility.ts';
export { type Change, compareDocuments } from './compare-documents.ts';
export { compileContract, contractSchema, type DataCheck } from './compile-contract.ts';
export { draftDocument } from './draft-document.ts';
export { checkDocument, type ReadDocument, readDocument } from './read-document.ts';
export { fieldsOf, type SlaTerms, slaOf } from './rules.ts';
