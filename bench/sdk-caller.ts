/* oxlint-disable no-console -- a program of its own: its one line of output is the result */
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam'

const AT_A_TIME = 16
const WARM_UP = 500

/** node sdk-caller.js ENDPOINT CALLS: how many milliseconds a call of IAM takes by the SDK, sixteen at a time, as the rule's function makes them. */
const [endpoint = '', calls = ''] = process.argv.slice(2)
// As the product sets it (src/aws/client-settings.ts): the middleware is made once.
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
const client = new IAMClient({ endpoint, region: 'us-east-1', cacheMiddleware: true, credentials })

await call(WARM_UP)
const began = performance.now()
await call(Number(calls))
console.log((performance.now() - began) / Number(calls))

async function call(times: number): Promise<void> {
  let left = times
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await client.send(new ListAccessKeysCommand({ UserName: 'user-00000' }))
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, caller))
}
