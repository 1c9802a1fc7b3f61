import { planeNames } from './planes.ts';
import { Viewport } from './Viewport.tsx';
import type { ViewportProps } from './Viewport.tsx';

/** Axial large with sagittal and coronal beside it, or the one plane the view names. */
export function ThreePlanes(props: Omit<ViewportProps, 'plane'>) {
  const { layout } = props.view;
  const shown = layout === 'three' ? planeNames : [layout];
  return (
    <div className={layout === 'three' ? 'three-planes' : 'three-planes three-planes-one'} data-testid="three-planes" data-layout={layout}>
      {shown.map((plane) => (
        <Viewport key={plane} {...props} plane={plane} />
      ))}
    </div>
  );
}
