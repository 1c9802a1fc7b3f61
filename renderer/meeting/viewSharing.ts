import type { Presenter } from '../../shared/meeting/signalling.ts';
import { applyViewPatch, changeView, emptySharedView, wholeView, type SharedView, type View, type ViewChange, type ViewField, type ViewPatch } from '../../shared/meeting/view.ts';
import { nobodyPresents, type MeetingRole } from './meetingState.ts';

/** Why the view changed: own action, a patch, the answer to joining, or coming back to the presenter. */
export type ViewCause = 'own' | 'patch' | 'joined' | 'followed';

export interface ViewSharingOptions {
  /** Carries a patch to everyone else. */
  readonly send: (patch: ViewPatch) => void;
  readonly onView: (view: View, cause: ViewCause) => void;
  /** A patch that changed the shared view, even while roaming. */
  readonly onPatch?: (patch: ViewPatch) => void;
  /** Runs the callback at the next frame; returns its cancellation. */
  readonly scheduleFrame: (callback: () => void) => () => void;
  readonly nowMs: () => number;
}

/** Patches kept that came before the platform told of their epoch. */
const maxEarlyPatches = 64;

/**
 * The shared view seen from one console: who presents, what they show, and what this console shows
 * while it roams. Knows nothing of sockets and peers.
 *
 * A patch counts only when its epoch is the presenter's and its sender holds the token; one of an
 * earlier epoch is dropped, one of a later epoch waits for the platform's word, because a data
 * channel may be faster than the socket.
 */
export class ViewSharing {
  readonly #options: ViewSharingOptions;
  #deviceId = '';
  #shared: SharedView = emptySharedView;
  #presenter: Presenter = nobodyPresents;
  #local: View | null = null;
  #counter = 0;
  #pending: ViewChange | null = null;
  #cancelFrame: (() => void) | null = null;
  #early: ViewPatch[] = [];

  constructor(options: ViewSharingOptions) {
    this.#options = options;
  }

  /** What this console shows. */
  get view(): View {
    return this.#local ?? this.#shared.view;
  }
  get presenter(): Presenter {
    return this.#presenter;
  }
  get isPresenter(): boolean {
    return this.#presenter.deviceId !== null && this.#presenter.deviceId === this.#deviceId;
  }
  get isFollowing(): boolean {
    return this.#local === null;
  }
  get role(): MeetingRole {
    if (this.isPresenter) return 'presenter';
    return this.isFollowing ? 'follower' : 'roaming';
  }

  /** The platform's answer to joining, the first time or after it was away. */
  joined(deviceId: string, presenter: Presenter, patches: readonly ViewPatch[]): void {
    this.#deviceId = deviceId;
    // A platform that lost its count starts again: what is shown stays, but its versions no longer mean anything.
    if (presenter.epoch < this.#presenter.epoch) this.#shared = { view: this.#shared.view, versions: {} };
    const wasPresenter = this.isPresenter && presenter.epoch === this.#presenter.epoch;
    this.#presenter = presenter;
    for (const patch of patches) this.#merge(patch);
    this.#takeEarly();
    // Patches sent while the platform was away never reached it: give it everything once more.
    if (this.isPresenter) {
      if (wasPresenter) this.#sendSnapshot();
      else this.#startPresenting();
    } else {
      this.#dropPending();
    }
    this.#options.onView(this.view, 'joined');
  }

  /** The platform tells who presents now. */
  setPresenter(presenter: Presenter): void {
    if (presenter.epoch < this.#presenter.epoch) return;
    const isNew = presenter.epoch > this.#presenter.epoch || presenter.deviceId !== this.#presenter.deviceId;
    this.#presenter = presenter;
    if (!isNew) return;
    if (this.isPresenter) this.#startPresenting();
    else this.#dropPending();
    const before = this.#shared;
    this.#takeEarly();
    if (this.#shared !== before && this.#local === null) this.#options.onView(this.view, 'patch');
  }

  /** A patch from another console. Returns whether it changed the shared view. */
  receive(patch: ViewPatch): boolean {
    if (patch.epoch > this.#presenter.epoch) {
      this.#early = [...this.#early, patch].slice(-maxEarlyPatches);
      return false;
    }
    if (patch.epoch < this.#presenter.epoch || patch.senderId !== this.#presenter.deviceId || patch.senderId === this.#deviceId) return false;
    const isChanged = this.#merge(patch);
    if (!isChanged) return false;
    if (this.#local === null) this.#options.onView(this.view, 'patch');
    this.#options.onPatch?.(patch);
    return true;
  }

  /**
   * Changes what this console shows. The presenter's change goes to everyone, at most once per frame
   * and the last always; anyone else's starts or continues roaming.
   */
  present(fields: ViewChange): 'presented' | 'roaming' {
    if (!this.isPresenter) {
      this.#local = changeView(this.view, fields);
      this.#options.onView(this.#local, 'own');
      return 'roaming';
    }
    this.#pending = { ...this.#pending, ...fields };
    // Shown here at once; the version is set when the patch is made.
    this.#shared = { ...this.#shared, view: changeView(this.#shared.view, fields) };
    this.#options.onView(this.view, 'own');
    this.#cancelFrame ??= this.#options.scheduleFrame(() => this.flush());
    return 'presented';
  }

  /** Sends what waits for the next frame. */
  flush(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
    const fields = this.#pending;
    this.#pending = null;
    if (fields && this.isPresenter) this.#options.send(this.#stamp(fields));
  }

  /** Leaves the presenter's view; nothing moves until this console moves it. */
  roam(): void {
    if (!this.isPresenter && this.#local === null) this.#local = this.#shared.view;
  }

  /** Comes back to what the presenter shows now. */
  follow(): void {
    if (this.#local === null) return;
    this.#local = null;
    this.#options.onView(this.view, 'followed');
  }

  /** All fields ever presented, for a console that may have missed some; null when this console does not present. */
  snapshot(): ViewPatch | null {
    if (!this.isPresenter) return null;
    this.flush();
    return this.#stamp(wholeView(this.#shared.view));
  }

  /** Stops a patch that waits for its frame. */
  dispose(): void {
    this.#dropPending();
  }

  #startPresenting(): void {
    // Former presenter's last patches may have reached some and not others; one whole view makes all equal.
    const view = this.view;
    this.#local = null;
    this.#shared = { ...this.#shared, view };
    this.#sendSnapshot();
  }

  #sendSnapshot(): void {
    const patch = this.snapshot();
    if (patch) this.#options.send(patch);
  }

  #stamp(fields: ViewChange): ViewPatch {
    this.#counter += 1;
    const patch: ViewPatch = { epoch: this.#presenter.epoch, counter: this.#counter, senderId: this.#deviceId, sentAtMs: this.#options.nowMs(), fields };
    this.#shared = applyViewPatch(this.#shared, patch);
    return patch;
  }

  #merge(patch: ViewPatch): boolean {
    // A presenter who starts the program again must count on from what the platform still holds.
    if (patch.senderId === this.#deviceId) this.#counter = Math.max(this.#counter, patch.counter);
    const before = this.#shared;
    this.#shared = applyViewPatch(before, this.#withoutPending(patch));
    return this.#shared !== before;
  }

  /** A change of ours that waits for its frame is newer than anything that arrives. */
  #withoutPending(patch: ViewPatch): ViewPatch {
    const pending = this.#pending;
    if (!pending || !this.isPresenter) return patch;
    const kept = (Object.entries(patch.fields) as [ViewField, unknown][]).filter(([field]) => !(field in pending));
    return { ...patch, fields: Object.fromEntries(kept) as ViewChange };
  }

  #takeEarly(): void {
    const waiting = this.#early;
    this.#early = waiting.filter((patch) => patch.epoch > this.#presenter.epoch);
    for (const patch of waiting) {
      if (patch.epoch === this.#presenter.epoch && patch.senderId === this.#presenter.deviceId && this.#merge(patch)) this.#options.onPatch?.(patch);
    }
  }

  #dropPending(): void {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
    this.#pending = null;
  }
}
