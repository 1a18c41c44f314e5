// Hocuspocus as its own documentation starts it, on one port of the loopback. `onStoreDocument` runs, and stores nothing.
import { Server } from "@hocuspocus/server"

const delay = process.env.FLUSH_DELAY

const server = new Server({
  port: Number(process.env.PORT),
  address: "127.0.0.1",
  quiet: true,
  ...(delay ? { flushDelay: Number(delay) } : {}),
  async onStoreDocument() {},
})

server.listen()
