/** Scheme and host of every page of the console; the only origin anything is granted to. */
export const appScheme = 'app';
export const appHost = 'console';
export const appOrigin = `${appScheme}://${appHost}`;

/** Whether a URL is a page or file of the console itself. */
export function isAppUrl(url: string): boolean {
  // Node gives `origin` "null" for schemes it does not know, so scheme and host are compared.
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed !== undefined && parsed.protocol === `${appScheme}:` && parsed.host === appHost;
}

/**
 * Content security policy of a console page.
 *
 * `style-src 'unsafe-inline'` because Mantine sets custom properties in `style` attributes and writes
 * its theme into a `<style>` element; scripts stay strict. `wasm-unsafe-eval` compiles the pixel codecs.
 * `connect-src` names the one platform this console belongs to, with all its nodes, so a page cannot send anything elsewhere.
 *
 * @param platformOrigins `http://host:port` or https; empty while none is known
 */
export function contentSecurityPolicy(platformOrigins: readonly string[]): string {
  const connect = ["'self'", ...platformOrigins.flatMap((origin) => [origin, origin.replace(/^http/, 'ws')])];
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    `connect-src ${connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers of every answer under `app://`: isolation for SharedArrayBuffer, the policy, no sniffing. */
export function securityHeaders(platformOrigins: readonly string[]): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(platformOrigins),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  };
}
