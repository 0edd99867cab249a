// How does ISA take in a webhook with a published library? Verify the bytes that came, put the event on the disk once,
// and only then answer with a receipt.
//
//     node receiver.mjs --secret-file secret.txt [--port 9001] [--store inbox.jsonl]
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Webhook } from 'standardwebhooks'

const LARGEST = 64 * 1024
const EVENT_ID = /^[0-9a-f-]{36}$/
const TIMESTAMP = /^[0-9]{1,12}$/

/** Tell whether a request comes from the service, unaltered and now; nothing that is sent makes this throw. */
export function isVerified(webhook, headers, body) {
  if (!EVENT_ID.test(headers['webhook-id'] ?? '') || !TIMESTAMP.test(headers['webhook-timestamp'] ?? '')) return false
  try {
    webhook.verify(body, headers)
    return true
  } catch {
    return false
  }
}

/** What was received: one line for each event, on the disk before `take` returns. */
export class Inbox {
  constructor(path) {
    this.receipts = new Map()
    const kept = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    const whole = kept.subarray(0, kept.lastIndexOf('\n') + 1)
    if (whole.length < kept.length) truncateSync(path, whole.length) // a crash cut the last line; it was never answered
    for (const line of whole.toString().split('\n').filter(Boolean)) {
      const { id, receipt } = JSON.parse(line)
      this.receipts.set(id, receipt)
    }
    this.file = openSync(path, 'a')
  }

  take(id, body, receivedAt) {
    const known = this.receipts.get(id)
    if (known) return known
    const bodySha256 = createHash('sha256').update(body).digest('hex')
    const receipt = { receiptId: randomUUID(), receivedAt, bodySha256 }
    writeSync(this.file, JSON.stringify({ id, receipt, body: body.toString() }) + '\n')
    fsyncSync(this.file)
    this.receipts.set(id, receipt)
    return receipt
  }

  close() {
    closeSync(this.file)
  }
}

/** Return a server that answers 200 with a receipt, 400 to what is not verified, 413 to what is too large. */
export function makeServer(webhook, inbox) {
  return createServer((request, response) => {
    const parts = []
    let size = 0
    const answer = (status, content) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content))
    }
    request.on('data', (part) => {
      size += part.length
      if (size <= LARGEST) parts.push(part)
    })
    request.on('end', () => {
      const body = Buffer.concat(parts)
      if (size > LARGEST) return answer(413, { err: 'too_large' })
      if (!isVerified(webhook, request.headers, body)) return answer(400, { err: 'not_verified' })
      answer(200, inbox.take(request.headers['webhook-id'], body, new Date().toISOString()))
    })
  })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      'secret-file': { type: 'string' },
      port: { type: 'string', default: '9001' },
      store: { type: 'string', default: 'inbox.jsonl' },
    },
  })
  const webhook = new Webhook(readFileSync(values['secret-file'], 'utf8').trim())
  const server = makeServer(webhook, new Inbox(values.store))
  server.listen(Number(values.port), '127.0.0.1', () => console.log(`waiting on port ${server.address().port}`))
}
