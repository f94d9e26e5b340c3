/** What Account Management can be asked: a line for each group of operations. */
export { regionOperations } from './regions.ts'
