/** SNS as far as messages are sent. */
export { topicAttributeOperations } from './topic-attributes.ts'
export { topicOperations } from './topic-operations.ts'
