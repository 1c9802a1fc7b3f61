import { z } from 'zod';
import { commandSchema, payloadSchemas } from '../../mdt/command.ts';
import { deskSchema, viewPatchSchema } from '../../meeting/view.ts';
import { cellSchema } from '../../viewing/cell.ts';
import { namedSchemas, payloadName } from './namedSchemas.ts';

/** A part of the document. */
export interface Json {
  [key: string]: unknown;
}

const registry = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(namedSchemas)) registry.add(schema, { id });

const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Writes zod schemas as JSON Schema 2020-12; the named ones are referred to and collected. */
export class JsonSchemas {
  readonly components: Record<string, Json> = {};

  constructor() {
    for (const schema of Object.values(namedSchemas)) this.of(schema);
  }

  /** What may be sent or is answered: a reader has to bear fields it does not know. @throws {TypeError} for a schema that cannot be written down */
  of(schema: z.ZodType): Json {
    const written = z.toJSONSchema(z.object({ value: schema }), { io: 'input', metadata: registry, unrepresentable: 'any', override: (found) => this.complete(found) });
    const { properties, $defs = {} } = JSON.parse(JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/')) as { properties: { value: Json }; $defs?: Record<string, Json> };
    for (const [name, definition] of Object.entries($defs)) {
      delete definition['id'];
      this.components[name] = definition;
    }
    return properties.value;
  }

  /** An object schema itself, where {@link of} would refer to it. */
  resolved(schema: z.ZodType): Json {
    const written = this.of(schema);
    const name = typeof written['$ref'] === 'string' ? written['$ref'].slice('#/components/schemas/'.length) : null;
    return name === null ? written : (this.components[name] ?? {});
  }

  /** What zod leaves out of the JSON Schema. */
  private complete({ zodSchema, jsonSchema }: { readonly zodSchema: unknown; readonly jsonSchema: object }): void {
    const target = jsonSchema as Json;
    // zod's own name for a rule that stands in the pattern.
    if (target['format'] === 'starts_with') delete target['format'];
    if (zodSchema === commandSchema) target['oneOf'] = Object.keys(payloadSchemas).map((type) => ({ properties: { type: { const: type }, payload: refTo(payloadName(type)) }, required: ['type', 'payload'] }));
    else if (zodSchema === viewPatchSchema.shape.fields) Object.assign(target, this.viewFields());
    else if (zodSchema instanceof z.ZodCustom || zodSchema instanceof z.ZodTransform) throw new TypeError('A custom or transforming schema cannot be written as JSON Schema; describe it in jsonSchemas.ts.');
  }

  /** Fields of the desk by name, fields of its cells as `cells.<index>.<name>`; all may be absent. */
  private viewFields(): Json {
    const cell = this.resolved(cellSchema)['properties'] as Record<string, Json>;
    return {
      type: 'object', properties: this.resolved(deskSchema.partial())['properties'], additionalProperties: false,
      patternProperties: Object.fromEntries(Object.entries(cell).map(([name, schema]) => [`^cells\\.\\d{1,2}\\.${name}$`, schema])),
    };
  }
}
