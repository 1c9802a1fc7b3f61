/** Two structures of a real set beside each other, by plastimatch on isotropic voxels; origin and tolerances in README.md. */
export const plastimatchDice = [
  { set: 'rt-esophagus-imrt', first: 'GTVp', second: 'CTVp', dice: 0.323606, meanMm: 15.367566, percentile95Mm: 29.526279, maximumMm: 41.761227, shiftMm: [0.449, -4.091, -1.241] },
  { set: 'rt-esophagus-imrt', first: 'CTVp', second: 'PTV4140', dice: 0.768788, meanMm: 5.980193, percentile95Mm: 10.0, maximumMm: 12.529964, shiftMm: [-0.031, -0.283, 0.554] },
  { set: 'rt-esophagus-imrt', first: 'HEART', second: 'PTV4140', dice: 0.130958, meanMm: 26.777636, percentile95Mm: 52.205654, maximumMm: 75.637291, shiftMm: [-20.05, 44.506, -2.641] },
  { set: 'rt-esophagus-imrt', first: 'LUNG_L', second: 'LUNGS', dice: 0.610658, meanMm: 21.277651, percentile95Mm: 62.975994, maximumMm: 144.644394, shiftMm: [-66.744, -5.01, -2.278] },
  { set: 'rt-pinnacle-prostate', first: 'Prostate', second: 'PTV_67Gy', dice: 0.417138, meanMm: 5.015946, percentile95Mm: 12.816145, maximumMm: 20.481699, shiftMm: [-5.283, -3.168, 2.853] },
  { set: 'rt-pinnacle-prostate', first: 'PTV_48_6Gy', second: 'PTV_57_6Gy', dice: 0.0, meanMm: 10.048548, percentile95Mm: 26.885893, maximumMm: 42.10107, shiftMm: [-2.899, -26.807, -20.934] },
  { set: 'rt-pinnacle-prostate', first: 'Rectum', second: 'Rectum-PTVs', dice: 0.94613, meanMm: 0.581917, percentile95Mm: 4.693741, maximumMm: 7.905694, shiftMm: [0.117, 2.24, 0.477] },
  { set: 'rt-pinnacle-prostate', first: 'Prostate', second: 'Prostate+SVs', dice: 0.915231, meanMm: 1.32395, percentile95Mm: 8.012087, maximumMm: 21.851774, shiftMm: [0.359, 3.477, 3.265] },
] as const;
