// Does this receiver take what it must, and nothing else? Tries the published vectors on it: node vectors.mjs <file>
import { readFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { isVerified } from './receiver.mjs'

const { now, secret, vectors } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
Date.now = () => now * 1000

const webhook = new Webhook(secret)
const wrong = vectors.filter(
  ({ headers, body, accepts }) => isVerified(webhook, headers, Buffer.from(body)) !== accepts.v1,
)
console.log(`${vectors.length} vectors, wrong: ${JSON.stringify(wrong.map(({ name }) => name))}`)
process.exitCode = wrong.length ? 1 : 0
