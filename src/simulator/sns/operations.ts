/** SNS as far as messages are sent. */
export { topicOperations } from './topic-operations.ts'
