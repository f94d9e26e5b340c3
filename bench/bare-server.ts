/* oxlint-disable no-console -- a program of its own, which says when it listens */
import { createServer } from 'node:http'
import { ListUsers$ } from '@aws-sdk/client-iam'

/** node bare-server.js PORT: the least that a simulator written on the SDK's schemas can be: Node, one client of the SDK, a port. */
createServer((_incoming, outgoing) => outgoing.end(ListUsers$[2])).listen(Number(process.argv[2]), '127.0.0.1', () =>
  console.log('listening'),
)
