import { posix } from 'node:path';
import { readImports } from './readImports.ts';
import { emptyNames, fileGates, layers, packageHomes } from './table.ts';

/** Path from the project's root with forward slashes → source text. */
export type Sources = ReadonlyMap<string, string>;

/** One sentence for each breach: file, import, what is allowed. Empty when the table is kept. */
export function checkLayers(sources: Sources): string[] {
  const breaches: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, source] of sources) {
    const stem = posix.basename(file).replace(/\.(?:test\.)?tsx?$/, '');
    if (emptyNames.has(stem)) breaches.push(`${file}: name the one concept it holds; "${stem}" says nothing`);
    const layer = layerOf(file);
    if (layer === undefined) {
      breaches.push(`${file}: belongs to no layer of test/layers/table.ts`);
      continue;
    }
    const { specifiers, hasExportAll } = readImports(file, source);
    if (hasExportAll) breaches.push(`${file}: "export *" hides what a module gives; name the exports`);
    const targets: string[] = [];
    for (const raw of specifiers) {
      const specifier = raw.replace(/\?.*$/, '');
      if (specifier.startsWith('.')) {
        const target = posix.normalize(posix.join(posix.dirname(file), specifier));
        targets.push(target);
        if (!mayImportFile(layer, target)) {
          breaches.push(`${file}: imports ${specifier} (${target}); ${layer} may import ${[layer, ...(layers[layer] ?? []), ...(fileGates[layer] ?? [])].join(', ')}`);
        }
      } else if (!specifier.startsWith('/') && !mayImportPackage(file, specifier)) {
        breaches.push(`${file}: imports ${specifier}; allowed ${allowedHomes(specifier)}`);
      }
    }
    graph.set(file, targets);
  }
  return [...breaches, ...findCycles(graph).map((cycle) => `import cycle: ${cycle.join(' → ')}`)];
}

/** Breaches of the table by the table itself: layers that may import each other. */
export function checkTable(): string[] {
  const graph = new Map(Object.keys(layers).map((layer) => [layer, dependencies(layer)]));
  return findCycles(graph).map((cycle) => `layer cycle: ${cycle.join(' → ')}`);
}

/** The layers a layer names, patterns spelled out; a pattern that covers the layer itself or its parts is its own affair. */
function dependencies(layer: string): string[] {
  return Object.keys(layers).filter(
    (other) => other !== layer && (layers[layer] ?? []).some((allowed) => allowed === other || (allowed.endsWith('/') && other.startsWith(allowed) && !layer.startsWith(allowed))),
  );
}

function layerOf(file: string): string | undefined {
  for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) {
    if (folder in layers) return folder;
  }
  return undefined;
}

function mayImportFile(layer: string, target: string): boolean {
  if (fileGates[layer]?.includes(target) === true) return true;
  // Real data beside the checkout, which only tests and scripts may look for.
  if (target.startsWith('../')) return layer === 'test' || layer === 'scripts';
  const home = layerOf(target) ?? '';
  if (home === layer) return true;
  return (layers[layer] ?? []).some((allowed) => home === allowed || (allowed.endsWith('/') && home.startsWith(allowed)));
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/');
  return specifier.startsWith('@') ? `${scope}/${name}` : scope;
}

function homesOf(specifier: string): readonly string[] {
  if (specifier.startsWith('node:')) return packageHomes['node:*'] ?? [];
  const name = packageOf(specifier);
  return packageHomes[name] ?? packageHomes[`${name.split('/')[0] ?? ''}/*`] ?? [];
}

function mayImportPackage(file: string, specifier: string): boolean {
  if (file.startsWith('test/')) return packageOf(specifier) !== 'electron';
  return homesOf(specifier).some((home) => {
    const [folder = '', ending] = home.split('|');
    return file.startsWith(`${folder}/`) && (ending === undefined || file.endsWith(ending));
  });
}

function allowedHomes(specifier: string): string {
  const homes = homesOf(specifier);
  return homes.length === 0 ? 'nowhere: add it to test/layers/table.ts with its one home' : `only in ${homes.join(', ')}`;
}

/** Each cycle once, from its first member back to it. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    const seenAt = path.indexOf(node);
    if (seenAt >= 0) {
      cycles.push([...path.slice(seenAt), node]);
      return;
    }
    if (done.has(node)) return;
    path.push(node);
    for (const next of graph.get(node) ?? []) visit(next);
    path.pop();
    done.add(node);
  };
  for (const node of graph.keys()) visit(node);
  return cycles;
}
