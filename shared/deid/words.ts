/**
 * Words that may stay in descriptions and names of structures, because they name anatomy, technique or dose and never
 * a person. English in lower case; Chinese terms are matched longest first. Structure terms follow AAPM TG-263.
 */
const english = `
abdomen abdominal abd adrenal adrenals adrenalgland amygdala anal anastomosis ankle anus aorta appendix arm arms arteries artery
atrium axilla axillary bladder bladderwall body bone bones bonemarrow bowel bowelbag bowels brachial brachialplexus brain brainstem breast breasts
bronchial bronchus bronchustree buccal calf canal cardiac carina carotid cartilage cauda caudaequina cavity cerebellum cerebrum cervical cervix chest chestwall
chiasm chiasma clavicle cochlea cochleas colon colorectal constrictor constrictors cord cornea coronary cranial cricoid cricopharyngeus
diaphragm duodenum ear ears elbow esophagus external eye eyes face facial femoral femoralhead femoralheads femur femurs foot forearm fossa gallbladder
gland glands glottis groin hand head heart hilum hip hips hippocampi hippocampus humerus hypopharynx hypothalamus ileum iliac inguinal intestine intestinal
jaw jejunum joint kidney kidneys knee lacrimal lad laryngeal larynx lcx leg legs lens lenses lip lips liver lobe lumbar lung lungs lymph lymphnode lymphnodes
mandible marrow mastoid maxilla meatus mediastinal mediastinum muscle musc nasal nasopharynx neck nerve nerves node nodes nodal nose ocular oesophagus
optic opticchiasm opticnerve optics oral oralcavity orbit orbits organ oropharynx ovaries ovary palate pancreas para paraaortic parietal parotid parotids patient pelvic pelvis penis penilebulb
pericardium perineum pharyngeal pharynx pharynxconst pituitary plexus pleura portal prostate prostatebed pulmonary radius rectal rectum rectumwall
renal retina rib ribs sacral sacrum salivary scalp scrotum seminal seminalvesicle seminalvesicles seminalves shoulder sigmoid sinus skin skull skullbase smallbowel largebowel
spinal spinalcord spinalcanal spine spleen stem sternum stomach submandibular supraclavicular supraglottis sv temporal temporallobe testis thalamus
thigh thoracic thorax thymus thyroid tibia tmj tongue tonsil trachea tricuspid trunk ureter urethra uterus uterocervix vagina valve vein vena cava
ventricle vertebra vertebrae vertebral vessel vessels vulva wall wrist yolk myelon medulla
airway airgap couch couchedges tabletop table bolus artifact artefact implant implants prosthesis fiducial fiducials marker markers clip clips wire wires seed seeds stent pacemaker tube isocenter isocentre iso poi
calcification contrast boluses immobilization mask frame support carbon rails
ptv ctv gtv itv igtv pctv pgtv hrctv irctv btv tv target targets boost lowrisk highrisk low high intermediate risk eval evaluation opt optimization optimisation dosimetric planning
prv ring rings shell shells hotspot coldspot dummy avoid avoidance helper margin expansion minus not and or exp expanded exclude without overlap total sum both bilateral whole partial
l r lt rt left right bilat bil sup inf superior inferior ant post anterior posterior med lat medial lateral upper lower mid middle central peripheral proximal distal outer inner in out ipsi contra ipsilateral contralateral
ap pa ll rl lao rao lpo rpo obl oblique
primary tumor tumour nodule lesion lesions mass metastasis metastases mets met cancer carcinoma residual recurrent recurrence edema oedema cyst fracture
ct mr mri mra mrv mrcp pet petct spect us cbct mvct kvct dsa xa cr dx rx mg mammo mammography mammogram nm fdg psma dotatate tomography scan scans study series exam examination image images imaging acquisition
axial ax sagittal sag coronal cor tra trans transverse transversal obliques mpr mip minip avg average ave recon reconstruction reconstructions localizer localiser scout topogram surview survey loc planning simulation sim simct fourd phase phases gated gating respiratory breathhold breath hold free breathing dibh inspiration expiration inspiratory expiratory
pre post native plain enhanced unenhanced nonenhanced noncontrast con ce arterial venous portalvenous delayed delay late early dynamic dyn perfusion angio angiography urography enterography cystography
head neck spine wb wholebody routine standard std soft softtissue tissue lungwindow bonewindow mediastinalwindow window thin thick slice slices smooth sharp detail edge ultra
helical spiral axialscan sequential volume volumetric cine dual energy single monoenergetic mono spectral iterative fbp asir veo safire admire idose aidr osem tof psf
t1 t2 t1w t2w pd pdw flair stir dwi dti adc trace eadc swi gre gradient echo se tse fse ffe spgr mprage bravo vibe lava thrive space cube vista haste ssfse trufi fiesta tfe blade propeller dixon water fat fatsat fs sat suppressed suppression tirm bold asl eadc cest spair epi
fast turbo spin multi shot mask subtraction sub map maps rcbf rcbv cbf cbv mtt ttp tmax
attenuation corrected uncorrected ac nac ctac emission transmission static bed suv
dose plan plans fraction fractions fx daily bid total prescription prescribed physical biological beam beams field fields arc arcs vmat imrt imat sbrt srs srt sabr crt dcrt conformal electron electrons photon photons proton protons carbon brachytherapy hdr ldr igrt tomotherapy stereotactic radiotherapy radiation therapy treatment setup portal port kv mv fff static sliding step shoot dynamic wedge open cone mlc collimator gantry jaw
curative palliative adjuvant neoadjuvant concurrent definitive radical postoperative preoperative postop preop chemoradiation chemoradiotherapy
cycle week weeks day days month baseline follow up followup initial final interim first second third
phantom water cube cylinder sphere test qa calibration array solid
normal normals harder softer window1 window2 algo1 abnormal unremarkable
rhythm median beat lead leads ecg electrocardiogram
view projection lateralview frontal erect supine prone decubitus standing stress rest
ac pacs original derived secondary captured screen summary report result results segmentation structure structures set label auto automatic manual
iv oral rectally intravenous im po ml mg mbq
sn om rf meatal line carotids xy xr views comp min reversible irreversible lossless lossy compression compressed uncompressed jpeg rle intravenous pilot rms
`;

const chinese = `
头 颈 头颈 头颅 颅脑 颅底 脑 全脑 大脑 小脑 脑干 垂体 视交叉 视神经 左视神经 右视神经 晶体 晶状体 左晶体 右晶体 眼 眼球 左眼 右眼 眼眶 耳 内耳 中耳 耳蜗 腮腺 左腮腺 右腮腺 颌下腺 甲状腺 喉 咽 鼻 鼻咽 鼻窦 口咽 下咽 口腔 舌 唇 下颌骨 下颌 颞叶 颞颌关节 海马
脊髓 脊柱 颈椎 胸椎 腰椎 骶椎 骶骨 椎管 椎体 胸 胸部 胸壁 肺 左肺 右肺 双肺 全肺 肺门 纵隔 心 心脏 食管 食道 气管 支气管 主动脉 乳腺 左乳 右乳 乳房 肋骨 臂丛 腋窝 锁骨 锁骨上
腹 腹部 上腹 下腹 肝 肝脏 胆 胆囊 胰 胰腺 脾 脾脏 胃 十二指肠 小肠 大肠 结肠 乙状结肠 直肠 肛管 肛门 肠 肠道 肠管 肾 肾脏 左肾 右肾 双肾 肾上腺 盆 盆腔 骨盆 膀胱 前列腺 精囊 子宫 宫颈 卵巢 阴道 尿道 股骨 股骨头 左股骨头 右股骨头 髋 髋关节 膝 膝关节 肩 肩关节 四肢 骨 骨髓 皮肤 体表 身体 外轮廓 血管 淋巴结 淋巴 神经
左 右 双 双侧 上 下 前 后 内 外 中 全 部
靶区 肿瘤 原发灶 原发 转移 转移灶 复发 残留 病灶 结节 肿块 癌 计划 计划靶区 临床靶区 大体肿瘤 危及器官 环 外扩 剂量 处方 分次 射野 弧 调强 容积 适形 立体定向 放疗 放射治疗 定位 定位扫描 模拟 摆位 加量 补量
平扫 增强 强化 扫描 重建 薄层 厚层 冠状位 矢状位 轴位 横断位 横断面 冠状 矢状 轴位 动脉期 静脉期 门脉期 门静脉期 延迟期 延迟 灌注 血管成像 三维 骨窗 肺窗 软组织窗 纵隔窗 定位像 呼吸 吸气 呼气 屏气 自由呼吸
磁共振 核磁 核磁共振 弥散 扩散 加权 序列 脂肪 抑制 压脂 水 图像 检查 复查 随访 术前 术后 治疗前 治疗后 超声 彩超 正位 侧位 次 处方 诊断 勾画 摄片 造影 显像 代谢 心电图
`;

/** Words that carry no content of their own, among them every negation: dropping one of those would turn the meaning round. */
const small = 'and or plus union with w of the for to by from at on no not non wo without neg negative nil none absent excl except 无 未 非 不 除 没有 及 和 与 、 的'.split(' ');

/** True for a word that says nothing without another beside it. */
export function isSmallWord(word: string): boolean {
  return small.includes(word.toLowerCase());
}

/** English words, lower case. */
export const englishWords: ReadonlySet<string> = new Set([...english.trim().split(/\s+/), ...small]);

/** Chinese terms, longest first. */
export const chineseTerms: readonly string[] = [...new Set([...chinese.trim().split(/\s+/), ...small.filter((word) => word > '\u3000')])].sort((a, b) => b.length - a.length);
