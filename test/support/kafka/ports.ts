import { createServer } from 'node:net';

/**
 * Below every system's range for outgoing connections, on purpose. A client that keeps reconnecting to a
 * killed broker on a port inside that range can be given that very port as its own end, connect to itself,
 * and so keep the broker from ever coming back.
 */
const FIRST = 20_000;
const LAST = 31_999;
const TRIES = 100;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST + 1));
    if (await canListen(port)) return port;
  }
  throw new Error(`no free port found between ${FIRST} and ${LAST}`);
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
