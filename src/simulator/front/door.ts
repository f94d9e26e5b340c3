import type { IncomingHttpHeaders } from 'node:http'
import { AwsError } from '../world/aws-error.ts'

/** The names of this machine, whatever the port. A name that DNS was made to point here is not among them. */
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i

/**
 * Keep out what comes from a web page: it can send requests to this port, but not without saying so. The simulator runs the code of
 * the functions it is given, so only programs of this machine may talk to it.
 * @throws AwsError
 */
export function checkDoor({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): void {
  if (host === undefined || !LOOPBACK.test(host))
    throw refused('The simulator takes requests to 127.0.0.1, localhost and [::1] only: use one of them as the endpoint.')
  if (origin !== undefined || (site !== undefined && site !== 'none')) throw refused('The simulator takes no requests from web pages.')
}

const refused = (message: string): AwsError => new AwsError('AccessDenied', 403, message)
