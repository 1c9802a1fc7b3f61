import type { CallName } from './channels.ts';

/**
 * What the access log keeps of a call.
 *
 * each: a row for every call that was answered; view: one row while the same person keeps looking at the same thing;
 * handler: whoever does the work writes the row, in the transaction it belongs to; none: nothing, for the reason given.
 * Calls main answers are noted by main. A call refused for rights always leaves a row.
 */
export type AuditDecision =
  | { readonly kind: 'each' | 'view'; readonly action: string }
  | { readonly kind: 'handler'; readonly actions: readonly string[] }
  | { readonly kind: 'none'; readonly because: string };

const each = (action: string): AuditDecision => ({ kind: 'each', action });
const view = (action: string): AuditDecision => ({ kind: 'view', action });
const handler = (...actions: string[]): AuditDecision => ({ kind: 'handler', actions });
const none = (because: string): AuditDecision => ({ kind: 'none', because });

const progress = 'shows how far something is that was noted when it began';
const ownSetting = 'concerns how the person\'s own console looks';
const noPatient = 'holds nothing of a patient';

/** The decision for each call of the channel table; a test fails for a call without one. */
export const auditOf: Readonly<Partial<Record<CallName, AuditDecision>>> = {
  // main
  'vault.status': none(noPatient),
  'vault.create': each('vault.create'),
  'vault.unlock': each('vault.unlock'),
  'vault.changePassphrase': each('vault.changePassphrase'),
  'vault.installRecoveryKey': each('vault.installRecoveryKey'),
  'vault.rotate': each('vault.rotate'),
  'repair.list': none('counts only'),
  'repair.restore': handler('backup.restore'),
  'app.language': none(ownSetting),
  'dialog.chooseImport': none('the import that follows is noted'),
  'dialog.chooseTarget': none('the export that follows is noted'),
  'dialog.saveArchive': none('the export that follows is noted'),
  'dialog.saveText': each('export.text'),
  'dialog.savePdf': each('export.pdf'),
  'dialog.savePng': each('export.png'),
  'screens.list': none(noPatient),
  'report.print': each('report.print'),
  // core: session
  'session.current': none('says who is signed in to the window they signed in at'),
  'session.signIn': handler('session.signIn', 'session.signInFailed'),
  'session.signOut': handler('session.signOut'),
  'session.createSigningKey': handler('session.createSigningKey'),
  'secondFactor.get': none(noPatient),
  'secondFactor.begin': none('the platform notes it once it is confirmed'),
  'secondFactor.confirm': none('the platform notes it'),
  'secondFactor.end': none('the platform notes it'),
  'directory.get': none('names colleagues, no patients'),
  'sample.accounts': none(noPatient),
  // core: record
  'case.list': handler('case.list'),
  'case.get': handler('case.view'),
  'case.search': handler('case.search'),
  'meeting.list': none('lists titles and times; a case of it is noted when it is opened'),
  'meeting.get': view('meeting.view'),
  'record.submit': handler('the type of the command'),
  'decision.freeze': handler('decision.freeze'),
  'decision.sign': handler('decision.sign'),
  'report.deliver': handler('report.deliver'),
  'report.read': handler('report.read'),
  'record.verify': view('record.verify'),
  'record.export': handler('record.export'),
  'removal.list': none('names hospitals and consoles; the case it is of was noted when it was opened'),
  'record.digest': none('answers digests alone'),
  'audit.list': view('audit.view'),
  'audit.platform': view('audit.view'),
  'audit.export': each('audit.export'),
  'audit.note': handler('what main or the window did'),
  // core: minutes
  'minutes.open': view('minutes.view'),
  'minutes.update': handler('minutes.edit'),
  'minutes.watch': none('says where a caret is'),
  'overtaken.checked': none('puts a notice to its reader away; the change it tells of is in the record'),
  'refused.list': view('refusal.list'),
  'refused.sendAgain': handler('refusal.sendAgain'),
  'refused.setAside': handler('refusal.setAside'),
  // core: imaging
  'import.start': each('import.start'),
  'import.resume': each('import.resume'),
  'import.cancel': handler('import.cancelled'),
  'import.report': view('import.report'),
  'import.list': view('import.report'),
  'imaging.get': view('imaging.list'),
  'blob.read': handler('object.read'),
  'imaging.heads': handler('imaging.view'),
  'imaging.add': handler('case.attachImaging'),
  // core: archives of single cases
  'archive.export': handler('archive.export'),
  'archive.inspect': each('archive.inspect'),
  'archive.import': handler('archive.import'),
  'archive.cancel': none('ends what was noted when it began'),
  // core: copies of the record
  'backup.list': none('counts only'),
  'backup.make': each('backup.make'),
  'backup.restore': handler('backup.restore'),
  'backup.releaseHeld': each('backup.releaseHeld'),
  'record.check': each('record.check'),
  // core: preferences
  'preferences.get': none(ownSetting),
  'preferences.set': none(ownSetting),
  // core: room on the disk
  'storage.get': none(noPatient),
  'storage.set': each('storage.set'),
  // core: network
  'network.nodes': none(noPatient),
  'network.saveNode': handler('network.saveNode'),
  'network.removeNode': handler('network.removeNode'),
  'network.saveLocal': handler('network.saveLocal'),
  'network.test': each('network.test'),
  'network.find': handler('network.find'),
  'network.send': handler('network.send'),
  'network.cancelSend': handler('network.send_cancelled'),
  'inbox.list': handler('inbox.list'),
  'inbox.discard': handler('inbox.discard'),
  // core: de-identification
  'deidentify.plan': view('deidentify.plan'),
  'deidentify.start': handler('deidentify.start'),
  'deidentify.cancel': handler('deidentify.cancelled'),
  'deidentify.report': none(progress),
  // core: sync and meeting
  'sync.status': none(noPatient),
  'sync.now': none(noPatient),
  'sync.restoreSeen': none(noPatient),
  'settings.platform': none('the address is asked by every page; that it changed shows in the sign-in that follows'),
  'meeting.ticket': each('meeting.join'),
  'meeting.presence': none('names colleagues in the lobby'),
};
