/** Everything the platform's log tells of, by name; docs/operate.md has the same list. */
export const logEvents = {
  start: 'the supervisor began; `message` says where the key is from',
  listening: 'this node listens at `url`',
  ready: 'the supervisor knows that consoles can come in at `url`',
  stop: 'the server process ends as it was told to',
  restart: 'the server process died (`reason`) and is started again',
  crash: 'the server process dies of an error nobody expected',
  startFailed: 'it cannot start; `reason` and `message` say why',
  request: 'one HTTP request was answered, or given up by the console (`isAborted`)',
  requestFailed: 'an error of the platform’s own, with the `requestId` of its request',
  socketOpened: 'a console (`kind` console) or a meeting’s window (`kind` window) is connected',
  socketClosed: 'it is not any more; `reason` is that of socket.io, `ms` how long it was',
  socketRefused: 'a socket was not let in',
  socketFailed: 'something a socket asked for failed by an error of the platform’s own',
  clockDrift: 'this node’s clock differs from the database server’s by `ms`; set both by NTP',
  standstill: 'this node answered nothing for `ms`; its consoles went to another',
  connectionLost: 'a connection to the database or to the other nodes ended; it is opened again',
  workFailed: 'work that repeats by itself (`what`) failed; it is tried again',
  uploadLost: 'an upload could not be kept after a restart; the console sends it again',
  provinceWaits: 'a document goes to the province again later (`reason`)',
  provinceRefused: 'the province refused a document; npm run platform -- province list',
  provinceFailed: 'a document for the province could not be made',
} as const;

export type LogEvent = keyof typeof logEvents;
