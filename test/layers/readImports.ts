import { parseSync } from 'vite';

/** What one source file names: module specifiers in order of appearance, and whether it re-exports a whole module. */
export interface ImportsOfFile {
  readonly specifiers: readonly string[];
  readonly hasExportAll: boolean;
}

type SyntaxNode = Readonly<Record<string, unknown>>;

/**
 * Every module a TypeScript source refers to: imports, re-exports, `import()`, `import('…')` types,
 * `require('…')` and `new URL('…', import.meta.url)` (workers, assets). Parsed, not searched, so
 * comments and strings do not count.
 *
 * @throws {Error} when the source does not parse
 */
export function readImports(file: string, source: string): ImportsOfFile {
  const result = parseSync(file, source);
  const [problem] = result.errors;
  if (problem !== undefined) throw new Error(`${file} does not parse: ${problem.message}`);
  const specifiers: string[] = [];
  let hasExportAll = false;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as SyntaxNode;
    if (node['type'] === 'ExportAllDeclaration') hasExportAll = true;
    const specifier = specifierOf(node);
    if (specifier !== undefined) specifiers.push(specifier);
    for (const key of Object.keys(node)) visit(node[key]);
  };
  visit(result.program);
  return { specifiers, hasExportAll };
}

function specifierOf(node: SyntaxNode): string | undefined {
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source']);
    case 'TSExternalModuleReference':
      return literal(node['expression']);
    case 'CallExpression':
      return (node['callee'] as SyntaxNode)['name'] === 'require' ? firstArgument(node) : undefined;
    case 'NewExpression':
      return isModuleUrl(node) ? relativeUrl(firstArgument(node)) : undefined;
    default:
      return undefined;
  }
}

function isModuleUrl(node: SyntaxNode): boolean {
  const words = node['arguments'] as readonly SyntaxNode[];
  const base = words[1];
  return (
    (node['callee'] as SyntaxNode)['name'] === 'URL' &&
    base?.['type'] === 'MemberExpression' &&
    (base['object'] as SyntaxNode)['type'] === 'MetaProperty'
  );
}

/** A URL without scheme or leading dot is relative to its file, unlike a module specifier. */
function relativeUrl(text: string | undefined): string | undefined {
  return text === undefined || /^(?:[./]|[a-z]+:)/i.test(text) ? text : `./${text}`;
}

function firstArgument(node: SyntaxNode): string | undefined {
  return literal((node['arguments'] as readonly unknown[])[0]);
}

function literal(value: unknown): string | undefined {
  const node = value as SyntaxNode | null | undefined;
  const text = node?.['type'] === 'Literal' ? node['value'] : undefined;
  return typeof text === 'string' ? text : undefined;
}
