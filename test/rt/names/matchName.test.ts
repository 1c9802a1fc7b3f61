import { describe, expect, it } from 'vitest';
import { matchName, isTargetName } from '../../../shared/rt/names/matchName.ts';
import { organTable, pairedOrgans, sidesOf } from '../../../shared/rt/names/organTable.ts';

/** Names as written in the real sets under data/, and hospitals' habits, with what each stands for. `-`: no standard name. */
const certainNames = `
exact: Lung_L Lung_R Lungs Heart SpinalCord Esophagus Liver Scar Prostate Bladder Urethra Anus Rectum Bowel Brainstem OpticChiasm OpticNrv_L Cochlea_R Parotid_L Parotids Femur_Head_L Kidneys PenileBulb
exact: BrachialPlex_L Musc_Constrict Glnd_Submand_R Bone_Mandible Cavity_Oral GreatVes CaudaEquina SacralPlex Bronchus_Small Bag_Bowel Kidney_Hilum_L Liver-GTV Bladder_Wall Jejunum_Ileum A_LAD LN_Neck_II_L Rib05 VB_T12
LUNGS=Lungs LUNG_R=Lung_R LUNG_L=Lung_L HEART=Heart SPINALCORD=SpinalCord LIVER=Liver BODY=External Lt_Lung=Lung_L Lt_Fem_Head=Femur_Head_L Rt_Fem_Head=Femur_Head_R Penile_Bulb=PenileBulb SVs=SeminalVes Tumor_Bed=TumorBed
Rectum-PTVs=Rectum-PTV Bladder-PTVs=Bladder-PTV PB-PTVs=PenileBulb-PTV Anus_NotPTV=Anus-PTV
Cord=SpinalCord CORD=SpinalCord Spinal_Cord=SpinalCord spinal.cord=SpinalCord SpinalCanal=SpinalCanal L_Lung=Lung_L Lung_Lt=Lung_L LungL=Lung_L lung.left=Lung_L RIGHT_LUNG=Lung_R R-Lung=Lung_R Both_Lungs=Lungs Total_Lung=Lungs
Oesophagus=Esophagus ESOPHAGUS=Esophagus Esoph=Esophagus OptNerve_L=OpticNrv_L Optic_Nerve_Rt=OpticNrv_R ON_L=OpticNrv_L Chiasm=OpticChiasm OPTIC_CHIASM=OpticChiasm Optic_Chiasma=OpticChiasm Brain_Stem=Brainstem BRAINSTEM=Brainstem
Parotid_Lt=Parotid_L Parotid_Gland_R=Parotid_R LtParotid=Parotid_L Mandible=Bone_Mandible OralCavity=Cavity_Oral Oral_Cavity=Cavity_Oral Lens_Lt=Lens_L L_Lens=Lens_L Eye_Lt=Eye_L R_Eye=Eye_R Larynx=Larynx Thyroid=Glnd_Thyroid
Submandibular_L=Glnd_Submand_L SMG_R=Glnd_Submand_R Brachial_Plexus_L=BrachialPlex_L Inner_Ear_R=Ear_Internal_R TMJ_L=Joint_TM_L Temporal_Lobe_R=Lobe_Temporal_R Pharyngeal_Constrictor=Musc_Constrict Hippocampus_L=Hippocampus_L
Kidney_Lt=Kidney_L RKidney=Kidney_R L_KIDNEY=Kidney_L Kidneys_Total=Kidneys Renal_Cortex=Kidney_Cortex Kidney_Cortex_L=Kidney_Cortex_L SmallBowel=Bowel_Small Bowel_Small=Bowel_Small Small_Bowel=Bowel_Small BowelBag=Bag_Bowel Bowel_Bag=Bag_Bowel Sigmoid=Colon_Sigmoid
FemoralHead_L=Femur_Head_L Femoral_Head_Rt=Femur_Head_R FemHead_L=Femur_Head_L L_FemHead=Femur_Head_L Fem_Head_Lt=Femur_Head_L Femoral_Heads=Femur_Heads Femur_L=Femur_L Penile_bulb=PenileBulb SeminalVesicles=SeminalVes
Chest_Wall=Chestwall ChestWall_L=Chestwall_L Ribs=Rib Great_Vessels=GreatVes LAD=A_LAD Body=External EXTERNAL=External Skin=Skin Normal_Liver=Liver-GTV Trachea=Trachea Cauda_Equina=CaudaEquina
脊髓=SpinalCord 左肺=Lung_L 右肺=Lung_R 双肺=Lungs 全肺=Lungs 肺左=Lung_L 心脏=Heart 食管=Esophagus 食道=Esophagus 直肠=Rectum 膀胱=Bladder 左股骨头=Femur_Head_L 股骨头左=Femur_Head_L 股骨头_R=Femur_Head_R 双侧股骨头=Femur_Heads
左腮腺=Parotid_L 右侧腮腺=Parotid_R 双侧腮腺=Parotids 左晶体=Lens_L 晶体R=Lens_R 右晶状体=Lens_R 视交叉=OpticChiasm 左视神经=OpticNrv_L 视神经右=OpticNrv_R 脑干=Brainstem 脑=Brain 垂体=Pituitary 左眼球=Eye_L 右颞叶=Lobe_Temporal_R
下颌骨=Bone_Mandible 口腔=Cavity_Oral 喉=Larynx 甲状腺=Glnd_Thyroid 左耳蜗=Cochlea_L 左臂丛=BrachialPlex_L 气管=Trachea 心包=Pericardium 肝=Liver 肝脏=Liver 正常肝=Liver-GTV 左肾=Kidney_L 双肾=Kidneys 胃=Stomach 十二指肠=Duodenum
小肠=Bowel_Small 肠袋=Bag_Bowel 结肠=Colon 马尾=CaudaEquina 骶丛=SacralPlex 阴茎球=PenileBulb 膀胱壁=Bladder_Wall 大血管=GreatVes 肋骨=Rib 胸壁=Chestwall 皮肤=Skin 外轮廓=External 体表=External 咽缩肌=Musc_Constrict 脊髓（颈）=-
股骨头（左）=Femur_Head_L ＬＵＮＧ＿Ｌ=Lung_L 左侧 肺=Lung_L
SpinalCord_PRV05=SpinalCord_PRV05 Cord_PRV=SpinalCord_PRV CordPRV5mm=SpinalCord_PRV05 PRV_Cord=SpinalCord_PRV Cord+5mm=SpinalCord_PRV05 Cord+0.5=SpinalCord_PRV05 脊髓PRV=SpinalCord_PRV 脊髓外扩3mm=SpinalCord_PRV03 脑干PRV=Brainstem_PRV
OpticNrv_PRV03_L=OpticNrv_PRV03_L OpticNrv_L_PRV03=OpticNrv_PRV03_L Lungs-GTV=Lungs-GTV Lungs-PTV=Lungs-PTV 双肺-GTV=Lungs-GTV Liver_minus_GTV=Liver-GTV
PTV=PTV GTVp=GTVp CTVp=CTVp PTV4140=PTV_4140 PTV_High=PTV_High GTV=GTV PTV_67Gy=PTV_6700 PTV_60Gy=PTV_6000 PTV_57_6Gy=PTV_5760 PTV_48_6Gy=PTV_4860 PTV48.6_sg=PTV_4860 PTV67_sg=PTV_6700 PTV_7000=PTV_7000 PTV_70Gy=PTV_7000
PTV1=PTV1 CTV2=CTV2 PTV_L=PTV_L 左乳PTV=PTV_L ITV=ITV IGTV=IGTV PGTVnd=PTVnd PGTVnx=PTVnx GTVnd=GTVnd PCTV1=PTV1 PTVn1_5400=PTVn1_5400 PTV60Gy/30F=PTV_6000 计划靶区=PTV 临床靶区=CTV PTV-03=PTV^crop PTV_eval=PTV^crop HRCTV=CTVhr
`;

const rows = certainNames.trim().split('\n').flatMap((line): (readonly [string, string | null])[] => {
  if (line.startsWith('exact:')) return line.slice(7).split(' ').map((name) => [name, name] as const);
  return line.replace('左侧 肺', '左侧\u00A0肺').split(' ').map((row) => {
    const [name = '', standard = ''] = row.split('=');
    return [name, standard === '-' ? null : standard] as const;
  });
});

describe('TG-263 names', () => {
  it('are tested with at least 150 names', () => {
    expect(rows.length).toBeGreaterThan(200);
  });

  it.each(rows)('match %s to %s', (name, standard) => {
    expect(matchName(name).standard).toBe(standard);
  });

  it('are claimed by one organ each', () => {
    expect(organTable.conflicts).toEqual([]);
  });

  it.each([
    ['Lung_L', 'exact'], ['LUNG_L', 'spelling'], ['Lt Lung', 'synonym'], ['左肺', 'synonym'], ['PTV4140', 'target'], ['Cord_PRV', 'derived'], ['zRing', 'helper'], ['100%', 'helper'], ['Annulus1', 'helper'],
    ['Later_sparing', 'helper'], ['PTV_opt', 'helper'], ['couchLeftEdge', 'accessory'], ['POI_4', 'accessory'], ['ISOCENTRE', 'accessory'], ['TattooLLat', 'accessory'], ['airGap', 'accessory'], ['治疗床', 'accessory'], ['X1', 'none'],
    ['sensitive_volume', 'none'], ['Areola', 'none'], ['NVBs', 'none'], ['Prostate+SVs', 'none'],
  ])('say that %s was matched by %s', (name, how) => {
    expect(matchName(name).how).toBe(how);
  });

  it.each([
    ['Lung', 'Lungs', 'side-unsaid'], ['肾', 'Kidneys', 'side-unsaid'], ['Breast', 'Breasts', 'side-unsaid'], ['Lung-GTV', 'Lungs-GTV', 'side-unsaid'], ['Urethra_temp', 'Urethra', 'extra-words'], ['Cord1', 'SpinalCord', 'extra-words'],
    ['Heart_auto', 'Heart', 'extra-words'], ['脊髓_自动', 'SpinalCord', 'extra-words'], ['Esofagus', 'Esophagus', 'similar'], ['Bladdr', 'Bladder', 'similar'], ['SpinlaCord', 'SpinalCord', 'similar'],
  ])('only suggest for %s: %s, %s', (name, standard, why) => {
    expect(matchName(name)).toEqual({ standard: null, how: 'none', target: null, suggestion: { standard, why } });
  });

  it.each(['X1', 'Lung_X', 'Kidney_1x', 'Nodes', 'Borders', '心室', 'Heat'])('suggest nothing for %s, where nothing or several are near', (name) => {
    const { standard, suggestion } = matchName(name);
    expect([standard, suggestion]).toEqual([null, null]);
  });

  it('follow the table of the site before any other rule', () => {
    expect(matchName('Cord', { Cord: 'SpinalCanal' })).toMatchObject({ standard: 'SpinalCanal', how: 'site' });
    expect(matchName('x 1', { X1: 'SpinalCord' })).toMatchObject({ standard: 'SpinalCord', how: 'site' });
    expect(matchName('靶2', { 靶2: 'PTV_6000' }).target).toMatchObject({ kind: 'PTV', doseGy: 60 });
    expect(matchName('constructor', {}).standard).toBeNull();
  });

  it('know both sides of a plural', () => {
    expect(sidesOf('Lungs')).toEqual(['Lung_L', 'Lung_R']);
    expect(sidesOf('Femur_Heads')).toEqual(['Femur_Head_L', 'Femur_Head_R']);
    expect(sidesOf('Heart')).toBeNull();
    expect(pairedOrgans).toContainEqual(['Kidney_L', 'Kidney_R']);
  });

  it('tell targets from helpers made of targets', () => {
    expect(['PTV_6000', 'GTVnd', 'PGTV', '计划靶区', 'ITV1', 'PTV48.6_sg'].filter(isTargetName)).toHaveLength(6);
    expect(['zPTV_6000', 'PTV_ring', 'PTVopti', 'Rectum-PTVs', 'Ring_PTV', 'D95% PTV', 'Heart', 'optic'].filter(isTargetName)).toEqual([]);
  });
});
