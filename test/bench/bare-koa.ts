// The peer of the first budget: a Koa that reads JSON and does one journaled insert, and nothing else.
import Koa from 'koa'
import mongoose from 'mongoose'
import { readBody } from '../../bot/body.ts'
import { openDatabase } from '../../bot/database.ts'
import { listen } from '../../bot/listen.ts'

const database = await openDatabase({ dataDir: process.env.DATA_DIR ?? '' })
const rows = mongoose.connection.collection('rows')
await rows.createIndex({ key: 1 }, { unique: true })
const app = new Koa()
app.use(async (ctx) => {
  if (ctx.method === 'GET') {
    ctx.body = 'ok'
    return
  }
  const body = JSON.parse((await readBody(ctx.req)).toString('utf8'))
  await rows.insertOne({ ...body, acceptedAt: new Date() })
  ctx.status = 202
  ctx.body = { messageId: String(body.key) }
})
await listen(app.callback(), { host: '127.0.0.1', port: Number(process.env.PORT) })
process.on('SIGTERM', () => void database.close().then(() => process.exit(0)))
