import { AppError } from '../../../shared/errors/appError.ts';

/** Wrong arguments of a command; `mdt` answers with exit code 2. */
export class UsageError extends AppError {
  constructor(message: string) {
    super('usage', 'wrong-usage', message);
  }
}
