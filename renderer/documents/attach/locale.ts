const zh = {
  title: '添加图片或 PDF', close: '关闭', file: '第 {{number}} 个文件：{{name}}', preview: '{{name}} 的预览', noPreview: '无预览', looking: '正在读取…', more: '再选文件…', remove: '从列表中去掉', removeLabel: '从列表中去掉 {{name}}',
  patient: '将归入患者：{{patient}}', fromImages: '（依据本病例的影像）', fromRequest: '（本病例尚无影像，依据申请单）', importFirst: '若影像系统中的患者编号与申请单住院号不同，请先导入影像，再添加图片；否则之后导入的影像会被视为另一患者而拒收。',
  awaited: '本病例的影像尚未到达本机，暂时无法确认患者。请待影像同步完成后再添加。', nobody: '本病例尚无影像，申请单也没有填写：{{fields}}。请先补全申请单（或先导入影像），再添加图片。', comma: '、',
  field: { patientName: '患者姓名', patientSex: '性别', patientBirthDate: '出生日期', hospitalNumber: '住院号' },
  kind: '内容', kindAll: '全部设为', choose: '请选择', kinds: { microscopy: '病理镜下图', gross: '大体标本照片', clinical: '临床照片（体表、伤口等）', paper: '纸质资料（报告、病历）', pdf: 'PDF 文档' },
  name: '标题', nameHint: '如：胃窦活检 HE ×100', taken: '拍摄日期', takenPdf: '文件日期', takenByExif: '取自照片自带信息，可更正', takenUnknown: '文件中没有，请填写；不采用文件修改时间', inFuture: '晚于今天',
  how: { asCoded: '{{form}} · {{columns}}×{{rows}} · {{megabytes}} MB，原样保存', native: '{{form}} · {{columns}}×{{rows}} · 解码后不压缩保存，约 {{megabytes}} MB', pdf: 'PDF · {{megabytes}} MB，原样保存', reduced: '{{form}} · {{columns}}×{{rows}} · 像素多于可显示的上限，将缩小为 {{toColumns}}×{{toRows}} 保存，约 {{megabytes}} MB' },
  stripped: '照片中附带的地点、姓名、设备等信息会被去掉；画面本身不变，画面里的文字和面容请自行核对。',
  missing: '还需填写：{{list}}', missingOf: '{{name}}（{{fields}}）', semicolon: '；',
  confirm: '我已核对：以上文件都属于这位患者。加入后不能从病例中删除。', add: '加入病例（{{count}} 个）', again: '重试未成功的（{{count}} 个）', cancel: '取消', stop: '停止', stopping: '当前文件完成后停止…', finish: '完成',
  progress: '正在加入 {{done}} / {{total}}', added: '已加入', addedAll: '已加入 {{count}} 个文件。可在清单和“影像与计划”页中查看。', addedSome: '已加入 {{added}} 个，{{left}} 个未加入；已加入的保留在病例中。', failed: '未加入：{{name}}',
  error: {
    empty: '文件是空的，请重新拷贝。', 'too-large': '文件超过 64 MB。请缩小或拆分后再添加。', 'too-many-pixels': '图片像素过多，无法读取。请缩小（不超过 1 亿像素）后再添加。', heic: '这是 HEIC/AVIF 图片。请在手机相机设置中选“兼容性最佳”，或转存为 JPEG 后再添加。',
    tiff: '这是 TIFF 图片。请另存为 JPEG 或 PNG；全切片扫描请以 DICOM 导入。', 'other-picture': '不支持此图片格式。请另存为 JPEG 或 PNG。', office: '这是 Office 文档或压缩包。文档请另存为 PDF，压缩包请先解压。', dicom: '这已经是 DICOM 文件，请用“导入影像”。', unknown: '不是 JPEG、PNG 或 PDF 文件，请先转换格式。',
    'cut-short': '文件不完整，请重新拷贝。', broken: '文件已损坏，无法读取。请重新拷贝，或请原单位重新发送。', protected: 'PDF 设有密码。请向原单位索取未加密的版本。', unreadable: '无法读取该文件（可能是文件夹，或已被移动）。请重新选择文件。',
  },
};

/** Words for adding pictures and PDF to a case, part of those of documents. */
export const attachLocale: Readonly<Record<'zh' | 'en', typeof zh>> = {
  zh,
  en: {
    title: 'Add pictures or PDF', close: 'Close', file: 'File {{number}}: {{name}}', preview: 'Preview of {{name}}', noPreview: 'no preview', looking: 'Reading…', more: 'More files…', remove: 'Take off the list', removeLabel: 'Take {{name}} off the list',
    patient: 'Will be filed under: {{patient}}', fromImages: '(by the images of the case)', fromRequest: '(by the request; the case has no images yet)', importFirst: 'Where the images carry another patient ID than the hospital number of the request, import them first and add pictures afterwards; otherwise images imported later are refused as another patient\'s.',
    awaited: 'The images of the case are not on this console yet, so nobody can say whose the pictures are. Wait until they are synchronised.', nobody: 'The case has no images, and the request leaves out: {{fields}}. Fill in the request, or import images, before adding pictures.', comma: ', ',
    field: { patientName: 'patient name', patientSex: 'sex', patientBirthDate: 'birth date', hospitalNumber: 'hospital number' },
    kind: 'What it is', kindAll: 'All are', choose: 'Choose', kinds: { microscopy: 'Pathology, microscopy', gross: 'Gross specimen photo', clinical: 'Clinical photo (skin, wound, …)', paper: 'Paper document (report, notes)', pdf: 'PDF document' },
    name: 'Title', nameHint: 'e.g. antral biopsy, HE ×100', taken: 'Taken on', takenPdf: 'Document date', takenByExif: 'From the picture itself; correct it if wrong', takenUnknown: 'Not in the file; the file\'s own date is not used', inFuture: 'Later than today',
    how: { asCoded: '{{form}} · {{columns}}×{{rows}} · {{megabytes}} MB, kept as it is', native: '{{form}} · {{columns}}×{{rows}} · decoded and kept uncompressed, about {{megabytes}} MB', pdf: 'PDF · {{megabytes}} MB, kept as it is', reduced: '{{form}} · {{columns}}×{{rows}} · more pixels than can be shown: kept reduced to {{toColumns}}×{{toRows}}, about {{megabytes}} MB' },
    stripped: 'Place, names and device that are written inside a photograph are removed. The picture itself stays: look for text and faces in it.',
    missing: 'Still needed: {{list}}', missingOf: '{{name}} ({{fields}})', semicolon: '; ',
    confirm: 'I have checked that all these files are of this patient. Once added they cannot be removed from the case.', add: 'Add to the case ({{count}})', again: 'Try the others again ({{count}})', cancel: 'Cancel', stop: 'Stop', stopping: 'Stops after this file…', finish: 'Done',
    progress: 'Adding {{done}} of {{total}}', added: 'Added', addedAll: 'Files added: {{count}}. They are in the list and on the page Images and plan.', addedSome: 'Added: {{added}}, not added: {{left}}. What was added stays in the case.', failed: 'Not added: {{name}}',
    error: {
      empty: 'The file is empty; copy it again.', 'too-large': 'The file has more than 64 MB. Save it smaller or in parts.', 'too-many-pixels': 'The picture has more pixels than can be read. Save it smaller (up to 100 million pixels).', heic: 'This is a HEIC or AVIF picture. Set the phone\'s camera to "Most compatible", or save it as JPEG.',
      tiff: 'This is a TIFF picture. Save it as JPEG or PNG; a whole slide image is imported as DICOM.', 'other-picture': 'This kind of picture is not taken. Save it as JPEG or PNG.', office: 'This is an Office document or an archive. Save the document as PDF; unpack the archive.', dicom: 'This is a DICOM file already; import it with the images.', unknown: 'This is no JPEG, PNG or PDF; convert it first.',
      'cut-short': 'The file is not complete; copy it again.', broken: 'The file is damaged and cannot be read. Copy it again, or ask its sender for it.', protected: 'The PDF is protected with a password. Ask its sender for one without.', unreadable: 'The file cannot be read (a folder, or moved meanwhile). Choose it again.',
    },
  },
};
