export { type Amendment, amendText } from './amend-document.ts';
export { type Break, breakWords, checkCompatibility } from './check-compatibility.ts';
export { type Change, compareDocuments } from './compare-documents.ts';
export { compileContract, contractSchema, type DataCheck } from './compile-contract.ts';
export { draftDocument } from './draft-document.ts';
export { type ReadContract, readContractText } from './read-contract-text.ts';
export { checkDocument } from './read-document.ts';
export { fieldsOf, type SlaTerms, slaOf } from './rules.ts';
