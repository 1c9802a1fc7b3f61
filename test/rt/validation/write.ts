import { artefacts, writeArtefact } from './artefacts.ts';
import { readRealSets } from './checkedReadings.ts';
import { closedFormTable } from './closedFormTable.ts';
import { renderDocument } from './document.ts';
import { computeRealSets, hasRealSets } from './realSets.ts';
import { realSetLines, renderReadings } from './renderRealSets.ts';
import { renderModule } from './renderTable.ts';

/** `node test/rt/validation/write.ts`: writes the pass table of the product, the readings of the real sets where they are there, and the document. */
const table = closedFormTable();
writeArtefact(artefacts.table, renderModule(table));
if (hasRealSets) writeArtefact(artefacts.realSets, renderReadings(computeRealSets()));
writeArtefact(artefacts.document, renderDocument(table, realSetLines(readRealSets())));
