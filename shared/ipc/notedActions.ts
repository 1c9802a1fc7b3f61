/** What main or a window tells the access log, because core does not see it. */
export const notedActions = [
  'vault.create', 'vault.unlock', 'vault.changePassphrase', 'vault.installRecoveryKey', 'vault.rotate', 'audit.export', 'export.text', 'export.pdf', 'export.png', 'report.print', 'meeting.present', 'meeting.shareScreen',
] as const;
export type NotedAction = (typeof notedActions)[number];

export const isNotedAction = (action: string): action is NotedAction => (notedActions as readonly string[]).includes(action);
