import { planeNames } from './planes.ts';
import { Viewport } from './Viewport.tsx';
import type { ViewportProps } from './Viewport.tsx';

export interface ThreePlanesProps extends Omit<ViewportProps, 'plane'> {
  /** Why dose or structures are not drawn although they are there; shown above the pictures. */
  readonly refusals: readonly string[];
}

/** Axial large with sagittal and coronal beside it, or the one plane the view names. */
export function ThreePlanes({ refusals, ...props }: ThreePlanesProps) {
  const { layout } = props.view;
  const shown = layout === 'three' ? planeNames : [layout];
  return (
    <div className="planes" data-testid="three-planes" data-layout={layout}>
      {refusals.length > 0 && (
        <div className="planes-refusal" role="alert" data-testid="overlay-refusal">
          {refusals.map((refusal) => (
            <div key={refusal}>{refusal}</div>
          ))}
        </div>
      )}
      <div className={layout === 'three' ? 'three-planes' : 'three-planes three-planes-one'}>
        {shown.map((plane, index) => (
          // The small pictures have no room for the series name; it stands on the large one.
          <Viewport key={plane} {...props} seriesName={index === 0 ? props.seriesName : ''} plane={plane} />
        ))}
      </div>
    </div>
  );
}
