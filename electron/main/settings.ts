import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export type Language = 'zh' | 'en';

const settingsSchema = z.object({
  language: z.enum(['zh', 'en']).optional(),
  /** Port of the embedded platform at the last run, tried again first. */
  platformPort: z.int().min(1024).max(65535).optional(),
  /** Platform of the last run; pages are allowed to connect to it before core has said so again. */
  platformOrigin: z.string().optional(),
  /** Its nodes, for the same reason. */
  platformNodes: z.array(z.string()).optional(),
});
type Stored = z.infer<typeof settingsSchema>;

/** Main's few settings in `<userData>/settings.json`; a broken file counts as empty, it holds nothing that matters. */
export class Settings {
  private readonly file: string;
  private readonly locale: string;
  private stored: Stored;

  /**
   * @param file absolute path
   * @param locale of the operating system, such as `zh-CN`; decides the language until the user does
   */
  constructor(file: string, locale: string) {
    this.file = file;
    this.locale = locale;
    this.stored = readStored(file);
  }

  get language(): Language {
    return this.stored.language ?? (this.locale.toLowerCase().startsWith('zh') ? 'zh' : 'en');
  }

  get platformPort(): number | undefined {
    return this.stored.platformPort;
  }

  get platformOrigin(): string | undefined {
    return this.stored.platformOrigin;
  }

  get platformNodes(): readonly string[] {
    return this.stored.platformNodes ?? [];
  }

  /** Changes the given settings and writes the file whole. */
  set(changes: Stored): void {
    this.stored = { ...this.stored, ...changes };
    const partial = `${this.file}.partial`;
    writeFileSync(partial, `${JSON.stringify(this.stored, undefined, 2)}\n`);
    renameSync(partial, this.file);
  }
}

function readStored(file: string): Stored {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // First start, or a file someone edited: defaults.
    return {};
  }
}
