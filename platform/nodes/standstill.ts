import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Consoles go to another node after about this much silence. */
const silenceMs = 2000;
const tickMs = 200;
/** So long after it goes on, a process still finds lines in which its consoles had spoken to it meanwhile. */
const lateMs = 1000;

/** Notices that this process stood still: stopped, starved, or moved with its machine. */
export interface Standstill {
  /** True from the first thing that happens after a standstill, for a moment. */
  isLate(): boolean;
  stop(): void;
}

/** @param onLate called once, at the first question after a standstill or when the clock of this process runs again */
export function watchStandstill(onLate: (silentMs: number) => void): Standstill {
  let tickAtMs = performance.now();
  let lateUntilMs = -Infinity;
  const look = (): void => {
    const nowMs = performance.now();
    const silentMs = nowMs - tickAtMs;
    tickAtMs = nowMs;
    if (silentMs < silenceMs) return;
    lateUntilMs = nowMs + lateMs;
    onLate(silentMs);
  };
  const ticking = setInterval(look, tickMs).unref();
  return {
    isLate() {
      // What waited in the lines is read before the clock ticks.
      if (performance.now() - tickAtMs >= silenceMs) look();
      return performance.now() < lateUntilMs;
    },
    stop: () => clearInterval(ticking),
  };
}

/**
 * Does nothing of what waited in the lines of a node that stood still: its consoles have said the same to another node
 * meanwhile, and gone on from there. A token taken, a refresh or a view done now would undo what was done since.
 */
export function refuseLateRequests(app: FastifyInstance, standstill: Standstill): void {
  const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!standstill.isLate()) return;
    reply.hijack();
    request.raw.socket.destroy();
  };
  app.addHook('onRequest', refuse);
  // Of a request that had begun before, only the end waited.
  app.addHook('preHandler', refuse);
}
