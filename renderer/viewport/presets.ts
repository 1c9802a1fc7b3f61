/** Window presets by digit key, HU; names are looked up in the language table. */
export const windowPresets = [
  { key: '1', name: 'mediastinum', centre: 40, width: 400 },
  { key: '2', name: 'lung', centre: -600, width: 1500 },
  { key: '3', name: 'bone', centre: 400, width: 1800 },
  { key: '4', name: 'brain', centre: 40, width: 80 },
  { key: '5', name: 'liver', centre: 60, width: 160 },
  { key: '6', name: 'wide', centre: 0, width: 4000 },
] as const;

/** Limits that keep a picture on screen. */
export const zoomRange = { least: 0.25, most: 20 } as const;
export const leastWindowWidth = 1;
