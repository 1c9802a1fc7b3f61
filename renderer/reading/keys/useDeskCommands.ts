import { useCallback, useLayoutEffect, useRef } from 'react';
import type { ViewChange } from '../../../shared/meeting/view.ts';
import type { DeskCommand } from '../../../shared/viewing/shortcuts.ts';
import type { ToolName } from '../../viewport/tools.ts';
import { toolCommands } from '../toolbar/Tools.tsx';
import { viewCommand } from './viewCommands.ts';
import type { CommandPlace } from './viewCommands.ts';

/** Commands that are no change of the view: what they do is the page's. */
export type DeskDeeds = Readonly<Partial<Record<DeskCommand, () => void>>>;

export interface DeskCommandsInput {
  readonly place: () => CommandPlace;
  readonly isDriving: boolean;
  readonly onView: (change: ViewChange) => void;
  readonly onTool: (tool: ToolName) => void;
  readonly deeds: DeskDeeds;
}

const tools = new Map<DeskCommand, ToolName>(toolCommands.map(([tool, command]) => [command, tool]));

/** The one place commands are run in, whether they come from a key, a button or a menu. The same function for the life of the desk. */
export function useDeskCommands(input: DeskCommandsInput): (command: DeskCommand) => void {
  const latest = useRef(input);
  useLayoutEffect(() => {
    latest.current = input;
  });
  return useCallback((command: DeskCommand): void => {
    const { deeds, onTool, isDriving, onView, place } = latest.current;
    const tool = tools.get(command);
    if (tool !== undefined) return onTool(tool);
    const deed = deeds[command];
    if (deed !== undefined) return deed();
    if (!isDriving) return;
    const change = viewCommand(command, place());
    if (change === null || Object.keys(change).length === 0) return;
    onView(change);
    // Where the crosshair comes on, it is what the left button moves.
    if (change.hasCrosshair === true) onTool('crosshair');
  }, []);
}

