/** Under which keywords a plan keeps its beams: RT Ion Plans have sequences of their own beside the shared ones (PS3.3 C.8.8.25). */
export interface BeamSource {
  readonly isIon: boolean;
  readonly beams: 'BeamSequence' | 'IonBeamSequence';
  readonly toleranceTables: 'ToleranceTableSequence' | 'IonToleranceTableSequence';
  readonly limitingDevices: 'BeamLimitingDeviceSequence' | 'IonBeamLimitingDeviceSequence';
  readonly wedges: 'WedgeSequence' | 'IonWedgeSequence';
  readonly wedgePositions: 'WedgePositionSequence' | 'IonWedgePositionSequence';
  readonly blocks: 'BlockSequence' | 'IonBlockSequence';
  readonly controlPoints: 'ControlPointSequence' | 'IonControlPointSequence';
}

export const photonBeamSource: BeamSource = {
  isIon: false, beams: 'BeamSequence', toleranceTables: 'ToleranceTableSequence', limitingDevices: 'BeamLimitingDeviceSequence', wedges: 'WedgeSequence',
  wedgePositions: 'WedgePositionSequence', blocks: 'BlockSequence', controlPoints: 'ControlPointSequence',
};

export const ionBeamSource: BeamSource = {
  isIon: true, beams: 'IonBeamSequence', toleranceTables: 'IonToleranceTableSequence', limitingDevices: 'IonBeamLimitingDeviceSequence', wedges: 'IonWedgeSequence',
  wedgePositions: 'IonWedgePositionSequence', blocks: 'IonBlockSequence', controlPoints: 'IonControlPointSequence',
};
