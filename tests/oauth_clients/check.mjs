// Does a published OAuth library find its way here by the metadata alone, and does its token open what it says?
// Called with the issuer, the client's id, its private JWK, a scope and a path; prints what happened as JSON.
import * as client from 'openid-client'

const [issuer, clientId, jwk, scope, path] = process.argv.slice(2)
const { kid, ...material } = JSON.parse(jwk)
const key = await crypto.subtle.importKey('jwk', { ...material, key_ops: ['sign'], use: undefined, alg: undefined },
  { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])

const config = await client.discovery(new URL(issuer), clientId, {}, client.PrivateKeyJwt({ key, kid }),
  { algorithm: 'oauth2', execute: [client.allowInsecureRequests] })
const token = await client.clientCredentialsGrant(config, { scope })
const answer = await client.fetchProtectedResource(config, token.access_token, new URL(path, issuer), 'GET')
const before = await client.tokenIntrospection(config, token.access_token)
await client.tokenRevocation(config, token.access_token)
const after = await client.tokenIntrospection(config, token.access_token)

console.log(JSON.stringify({
  scope: token.scope, status: answer.status, before: before.active, sub: before.sub, after: after.active,
}))
