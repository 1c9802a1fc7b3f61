import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectFolder } from '../../../scripts/projectFolder.ts';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: unknown; readonly html: string }[];
}

const source = readFileSync(join(projectFolder, 'node_modules/axe-core/axe.min.js'), 'utf8');
/** Those that keep somebody from working with a page. */
const grave: ReadonlySet<string | null> = new Set(['critical', 'serious']);

/**
 * What axe-core finds on a page as it stands that is serious or critical, one line each. Its source is brought in by the
 * debugger: the page itself takes no foreign script.
 */
export async function graveFindings(page: Page): Promise<readonly string[]> {
  const debug = await page.context().newCDPSession(page);
  try {
    await debug.send('Runtime.evaluate', { expression: source });
    const { result, exceptionDetails } = await debug.send('Runtime.evaluate', { expression: "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations))", awaitPromise: true });
    if (exceptionDetails !== undefined) throw new Error(`axe-core did not run: ${exceptionDetails.text}`);
    const violations = JSON.parse(String(result.value)) as readonly Violation[];
    return violations.filter(({ impact }) => grave.has(impact)).map(({ id, nodes }) => `${id}: ${nodes.map(({ target, html }) => `${String(target)} ${html.slice(0, 160)}`).join(' ## ')}`);
  } finally {
    await debug.detach();
  }
}
