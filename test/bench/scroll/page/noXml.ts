/**
 * Stands in for xmlbuilder2, which vtk.js imports to write XML files and which dies in a browser without Node's `events`.
 *
 * @throws {Error} always: nothing here writes XML
 */
export function create(): never {
  throw new Error('XML writing is not part of the bench.');
}
