<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AdminView</name>
    <message>
        <source>Back to the kiosk</source>
        <translation>返回自助终端</translation>
    </message>
    <message>
        <source>Leave the kiosk</source>
        <translation>退出自助终端</translation>
    </message>
    <message>
        <source>No audit log is kept.</source>
        <translation>未保存审计日志。</translation>
    </message>
    <message>
        <source>Managed by your organisation</source>
        <translation>由您所在的组织管理</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>What answers</source>
        <translation>回答所用的模型</translation>
    </message>
    <message>
        <source>Head of the audit log, to be photographed</source>
        <translation>审计日志的末端（供拍照留存）</translation>
    </message>
</context>
<context>
    <name>AnswerPanel</name>
    <message>
        <source>Question and answer</source>
        <translation>问题与回答</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>AnswerTable</name>
    <message>
        <source>Answer as a table</source>
        <translation>表格形式的回答</translation>
    </message>
</context>
<context>
    <name>AnswersView</name>
    <message>
        <source>Questions and answers</source>
        <translation>问题与回答</translation>
    </message>
</context>
<context>
    <name>AskController</name>
    <message>
        <source>The hidden copy is on {place}: {name}</source>
        <translation>遮盖后的副本已存入 {place}：{name}</translation>
    </message>
    <message>
        <source>Your organisation has allowed no place here for copies to be taken along.</source>
        <translation>您所在的组织未允许在此处保存可带走的副本。</translation>
    </message>
    <message>
        <source>The copy is being written. Leave the stick where it is.</source>
        <translation>正在写入副本，请不要拔出 U 盘。</translation>
    </message>
    <message>
        <source>{name} (hidden)</source>
        <translation>{name}（已遮盖）</translation>
    </message>
</context>
<context>
    <name>AskView</name>
    <message>
        <source>Your question</source>
        <translation>您的问题</translation>
    </message>
    <message>
        <source>Ask in your own words</source>
        <translation>用自己的话提问</translation>
    </message>
    <message>
        <source>Take the hidden copy along</source>
        <translation>带走遮盖后的副本</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>换一个文件</translation>
    </message>
    <message>
        <source>Put the keys away</source>
        <translation>收起键盘</translation>
    </message>
    <message>
        <source>Type with the keys below, then touch Ask.</source>
        <translation>用下方的键盘输入，然后点“提问”。</translation>
    </message>
    <message>
        <source>Ready questions</source>
        <translation>现成的问题</translation>
    </message>
</context>
<context>
    <name>AttractView</name>
    <message>
        <source>Touch to begin</source>
        <translation>轻触开始</translation>
    </message>
    <message>
        <source>For staff: leave the kiosk</source>
        <translation>工作人员：退出自助终端</translation>
    </message>
    <message>
        <source>Ask about a document. It stays in this room.</source>
        <translation>向文件提问。内容不会离开这个房间。</translation>
    </message>
    <message>
        <source>1   Bring a file: plug in a USB stick</source>
        <translation>1   带来文件：插入 U 盘</translation>
    </message>
    <message>
        <source>2   Look at what is hidden: faces, names, numbers</source>
        <translation>2   查看遮盖的内容：人脸、姓名、号码</translation>
    </message>
    <message>
        <source>3   Ask, or take the hidden copy along</source>
        <translation>3   提问，或带走遮盖后的副本</translation>
    </message>
    <message>
        <source>When you leave, everything of yours is gone.</source>
        <translation>您离开后，您的一切内容都会被清除。</translation>
    </message>
</context>
<context>
    <name>CompareController</name>
    <message>
        <source>The page</source>
        <translation>原页面</translation>
    </message>
    <message>
        <source>Once you accept</source>
        <translation>接受之后</translation>
    </message>
    <message>
        <source>As it is sent</source>
        <translation>发送的样子</translation>
    </message>
</context>
<context>
    <name>CopiesController</name>
    <message>
        <source>The hidden copy can be saved when every page is ready.</source>
        <translation>所有页面就绪后才能保存遮盖后的副本。</translation>
    </message>
    <message>
        <source>Save the hidden copy</source>
        <translation>保存遮盖后的副本</translation>
    </message>
    <message>
        <source>No document is ready to be saved yet.</source>
        <translation>还没有可以保存的文档。</translation>
    </message>
    <message>
        <source>Save hidden copies of all documents</source>
        <translation>保存所有文档的遮盖副本</translation>
    </message>
    <message>
        <source>{name} (hidden)</source>
        <translation>{name}（已遮盖）</translation>
    </message>
    <message>
        <source>The hidden copy is ready: drag it out now.</source>
        <translation>遮盖后的副本已就绪：现在可以拖出。</translation>
    </message>
    <message>
        <source>hidden copies</source>
        <translation>遮盖副本</translation>
    </message>
    <message>
        <source>The hidden copy is saved: {name}</source>
        <translation>遮盖后的副本已保存：{name}</translation>
    </message>
    <message>
        <source>{count} of {total} hidden copies are saved.</source>
        <translation>已保存 {total} 份遮盖副本中的 {count} 份。</translation>
    </message>
    <message>
        <source>Your organisation lets no report of it be written there.</source>
        <translation>您所在的组织不允许在那里写入相关报告。</translation>
    </message>
    <message>
        <source>What was hidden in it stands in {name}.</source>
        <translation>遮盖了哪些内容见 {name}。</translation>
    </message>
    <message>
        <source>Pixelated and blurred places can sometimes be made out again.</source>
        <translation>马赛克和模糊处理有时可以被还原。</translation>
    </message>
    <message>
        <source>Some stretches of it are doubtful, and nobody has reviewed them.</source>
        <translation>其中有存疑的片段，还没有人审阅过。</translation>
    </message>
    <message>
        <source>Something was found only after hiding, and is not hidden. Review it.</source>
        <translation>遮盖之后又发现了内容，尚未遮盖。请审阅。</translation>
    </message>
    <message>
        <source>{name}: {what}</source>
        <translation>{name}：{what}</translation>
    </message>
    <message>
        <source>Not ready, or not reviewed yet: {names}</source>
        <translation>尚未就绪或尚未审阅：{names}</translation>
    </message>
</context>
<context>
    <name>CopyButtonView</name>
    <message>
        <source>Save or drag out the hidden copy (Ctrl+S)</source>
        <translation>保存或拖出遮盖后的副本（Ctrl+S）</translation>
    </message>
    <message>
        <source>Save the hidden copy…</source>
        <translation>保存遮盖后的副本…</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Save hidden copies of all documents…</source>
        <translation>保存所有文档的遮盖副本…</translation>
    </message>
</context>
<context>
    <name>CountdownView</name>
    <message>
        <source>Are you still there?</source>
        <translation>您还在吗?</translation>
    </message>
    <message>
        <source>Touch anywhere to go on. Else everything of yours is deleted now.</source>
        <translation>轻触任意位置继续，否则您的全部内容即将删除。</translation>
    </message>
</context>
<context>
    <name>DigitPad</name>
    <message>
        <source>Digits typed so far</source>
        <translation>已输入的数字</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>删除最后一位数字</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Back to the start</source>
        <translation>返回首页</translation>
    </message>
    <message>
        <source>For staff: the PIN, please</source>
        <translation>工作人员：请输入 PIN</translation>
    </message>
</context>
<context>
    <name>DocumentListModel</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>page {done} of {count}</source>
        <translation>第 {done} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>slice {done} of {count}</source>
        <translation>第 {done} 张切片，共 {count} 张</translation>
    </message>
    <message>
        <source>opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>hiding what you marked…</source>
        <translation>正在遮盖您标出的内容…</translation>
    </message>
    <message>
        <source>replaced by another file</source>
        <translation>文件已被替换</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} 页</translation>
    </message>
    <message>
        <source>{count} slices</source>
        <translation>{count} 张切片</translation>
    </message>
    <message>
        <source>{count} hidden</source>
        <translation>已遮盖 {count} 处</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>review it first</source>
        <translation>请先审阅</translation>
    </message>
    <message>
        <source>answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已回答</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>looking through it, {percent} %</source>
        <translation>正在查看，{percent} %</translation>
    </message>
</context>
<context>
    <name>DoorController</name>
    <message>
        <source>One moment …</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>This is not the PIN.</source>
        <translation>PIN 不正确。</translation>
    </message>
    <message>
        <source>Not the PIN, {count} times. The next try is possible in {seconds} s.</source>
        <translation>PIN 已输错 {count} 次。{seconds} 秒后可以再试。</translation>
    </message>
</context>
<context>
    <name>DropProgressController</name>
    <message>
        <source>1 file is stopped</source>
        <translation>1 个文件已停止</translation>
    </message>
    <message>
        <source>{count} files are stopped</source>
        <translation>{count} 个文件已停止</translation>
    </message>
    <message>
        <source>{count} of {total}</source>
        <translation>{total} 个中的 {count} 个</translation>
    </message>
    <message>
        <source>{count}, paused</source>
        <translation>{count}，已暂停</translation>
    </message>
    <message>
        <source>{count}, less than a minute</source>
        <translation>{count}，不到 1 分钟</translation>
    </message>
    <message>
        <source>{count}, about {minutes} min</source>
        <translation>{count}，约 {minutes} 分钟</translation>
    </message>
</context>
<context>
    <name>DropProgressView</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on preparing the files</source>
        <translation>继续准备文件</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop preparing the files</source>
        <translation>停止准备文件</translation>
    </message>
    <message>
        <source>Stop preparing the files (Shift+Esc)</source>
        <translation>停止准备文件（Shift+Esc）</translation>
    </message>
    <message>
        <source>Pause preparing the files</source>
        <translation>暂停准备文件</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The file is not there.</source>
        <translation>文件不存在。</translation>
    </message>
    <message>
        <source>It may have been moved or renamed.</source>
        <translation>它可能已被移动或改名。</translation>
    </message>
    <message>
        <source>The file cannot be opened.</source>
        <translation>文件无法打开。</translation>
    </message>
    <message>
        <source>It may be a folder or a device, or this user may not read it.</source>
        <translation>它可能是文件夹或设备，或者当前用户无权读取。</translation>
    </message>
    <message>
        <source>The file changed while it was being read.</source>
        <translation>文件在读取过程中发生了变化。</translation>
    </message>
    <message>
        <source>Wait until the other program has finished with it, then open it again.</source>
        <translation>请等另一个程序处理完毕，再重新打开。</translation>
    </message>
    <message>
        <source>This file is another one now than the one that was opened.</source>
        <translation>此文件已不是当初打开的那个文件。</translation>
    </message>
    <message>
        <source>What was hidden and reviewed belongs to the old one. The new one is a new document.</source>
        <translation>已隐藏和审阅的内容属于旧文件。新文件将作为新文档处理。</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>It holds no bytes; the copy may not have finished.</source>
        <translation>其中没有任何数据；复制可能尚未完成。</translation>
    </message>
    <message>
        <source>This is not a picture or document that In Camera knows.</source>
        <translation>这不是 In Camera 能识别的图片或文档。</translation>
    </message>
    <message>
        <source>Accepted: PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC, AVIF, PDF and DICOM, and films as MP4, MOV, MKV, WebM and AVI, judged by content.</source>
        <translation>可接受：PNG、JPEG、WebP、TIFF、BMP、GIF、HEIC、AVIF、PDF 和 DICOM，以及 MP4、MOV、MKV、WebM、AVI 影片，按内容判断。</translation>
    </message>
    <message>
        <source>This type of file is not accepted.</source>
        <translation>不接受这种类型的文件。</translation>
    </message>
    <message>
        <source>The file is damaged.</source>
        <translation>文件已损坏。</translation>
    </message>
    <message>
        <source>Its content does not make sense as the type that it claims to be, or it ends too early.</source>
        <translation>其内容与所声称的类型不符，或者文件不完整。</translation>
    </message>
    <message>
        <source>This kind of TIFF cannot be read.</source>
        <translation>无法读取这种 TIFF。</translation>
    </message>
    <message>
        <source>Its way to compress or to store colours is not known here. Save it as PNG, then open that.</source>
        <translation>In Camera 不认识其压缩方式或颜色存储方式。请另存为 PNG 后再打开。</translation>
    </message>
    <message>
        <source>This kind of BMP cannot be read.</source>
        <translation>无法读取这种 BMP。</translation>
    </message>
    <message>
        <source>This kind of JPEG cannot be read.</source>
        <translation>无法读取这种 JPEG。</translation>
    </message>
    <message>
        <source>The document is protected by a password.</source>
        <translation>文档受密码保护。</translation>
    </message>
    <message>
        <source>Save a copy without the password in the program that made it, then open the copy.</source>
        <translation>请用创建它的程序另存一份没有密码的副本，再打开该副本。</translation>
    </message>
    <message>
        <source>The file is too large.</source>
        <translation>文件太大。</translation>
    </message>
    <message>
        <source>Files of this type are read up to a fixed size, so that a hostile one cannot fill the memory.</source>
        <translation>这类文件有固定的大小上限，以免恶意文件占满内存。</translation>
    </message>
    <message>
        <source>The picture has too many pixels.</source>
        <translation>图片的像素太多。</translation>
    </message>
    <message>
        <source>It would need more memory than one page may have. Scale it down and open it again.</source>
        <translation>它需要的内存超过单页上限。请缩小后再打开。</translation>
    </message>
    <message>
        <source>The document has too many pages.</source>
        <translation>文档的页数太多。</translation>
    </message>
    <message>
        <source>Split it into smaller documents, or ask about some of its pages only.</source>
        <translation>请只选择其中一部分页面，或将文档拆分。</translation>
    </message>
    <message>
        <source>The document has no pages.</source>
        <translation>文档没有页面。</translation>
    </message>
    <message>
        <source>There is nothing to show or to read.</source>
        <translation>没有可显示或可读取的内容。</translation>
    </message>
    <message>
        <source>The document does not have that page.</source>
        <translation>文档没有这一页。</translation>
    </message>
    <message>
        <source>It ends earlier.</source>
        <translation>文档在此之前就结束了。</translation>
    </message>
    <message>
        <source>This film&apos;s picture format, {picture_format}, cannot be read here.</source>
        <translation>此处无法读取该影片的图像格式 {picture_format}。</translation>
    </message>
    <message>
        <source>Save it as H.264 or VP9 in the program that made it, then open the copy.</source>
        <translation>请在制作它的程序中另存为 H.264 或 VP9，然后打开副本。</translation>
    </message>
    <message>
        <source>No moving picture can be read from this file.</source>
        <translation>无法从此文件中读取动态画面。</translation>
    </message>
    <message>
        <source>It may hold only sound, or it may have been cut off while it was written.</source>
        <translation>它可能只有声音，也可能在写入时被截断。</translation>
    </message>
    <message>
        <source>Too many pictures of this film cannot be read.</source>
        <translation>该影片中有太多画面无法读取。</translation>
    </message>
    <message>
        <source>A copy would lack them, so none was made.</source>
        <translation>副本会缺少这些画面，因此没有生成。</translation>
    </message>
    <message>
        <source>Opening the file took too long and was stopped.</source>
        <translation>打开文件耗时过长，已停止。</translation>
    </message>
    <message>
        <source>Honest files of this type open quickly; this one may be made to keep programs busy.</source>
        <translation>正常的同类文件打开很快；这个文件可能是为了拖住程序而制作的。</translation>
    </message>
    <message>
        <source>The file made its decoder fail.</source>
        <translation>该文件使解码器失败。</translation>
    </message>
    <message>
        <source>It was opened in a closed process, which has been replaced; nothing else is affected.</source>
        <translation>它是在封闭的进程中打开的，该进程已被替换；其他部分不受影响。</translation>
    </message>
    <message>
        <source>A redacted copy cannot be written in that format.</source>
        <translation>无法以该格式写出遮盖后的副本。</translation>
    </message>
    <message>
        <source>Name the copy .png, .jpg, .webp, .tiff or .pdf; of several pages, .tiff or .pdf; of a film, .webm, .mkv or .mp4; of DICOM, also .dcm.</source>
        <translation>请将副本命名为 .png、.jpg、.webp、.tiff 或 .pdf；多页时命名为 .tiff 或 .pdf；影片命名为 .webm、.mkv 或 .mp4；DICOM 也可命名为 .dcm。</translation>
    </message>
    <message>
        <source>The output&apos;s name is too long.</source>
        <translation>输出文件的名称太长。</translation>
    </message>
    <message>
        <source>The disk takes shorter names only. Choose one.</source>
        <translation>该磁盘只接受较短的名称。请另选一个。</translation>
    </message>
    <message>
        <source>There is no redaction policy of that name.</source>
        <translation>没有这个名称的遮盖策略。</translation>
    </message>
    <message>
        <source>Known are: {policies}.</source>
        <translation>已知的有：{policies}。</translation>
    </message>
    <message>
        <source>The redaction policy is not understood.</source>
        <translation>无法理解该遮盖策略。</translation>
    </message>
    <message>
        <source>It must be TOML that names detectors and kinds; resources/policies/README.md says how.</source>
        <translation>它必须是写明检测器和类别的 TOML；写法见 resources/policies/README.md。</translation>
    </message>
    <message>
        <source>The file of the redaction policy cannot be read.</source>
        <translation>无法读取遮盖策略文件。</translation>
    </message>
    <message>
        <source>It must be there, and be text of no more than 64 KiB.</source>
        <translation>该文件必须存在，且为不超过 64 KiB 的文本。</translation>
    </message>
    <message>
        <source>What will be hidden has not been reviewed.</source>
        <translation>尚未审阅要遮盖的内容。</translation>
    </message>
    <message>
        <source>This redaction policy sends nothing before a person has looked at each page.</source>
        <translation>在有人逐页看过之前，此遮盖策略不会发送任何内容。</translation>
    </message>
    <message>
        <source>There is no preset of that name.</source>
        <translation>没有这个名称的预设。</translation>
    </message>
    <message>
        <source>Known are: {presets}.</source>
        <translation>已知的有：{presets}。</translation>
    </message>
    <message>
        <source>The output would overwrite its own source.</source>
        <translation>输出会覆盖它自己的来源文件。</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <translation>请选择其他名称或文件夹。</translation>
    </message>
    <message>
        <source>The output cannot be written.</source>
        <translation>无法写出结果。</translation>
    </message>
    <message>
        <source>The folder may be missing or read-only, or the disk full. Nothing half-written was left.</source>
        <translation>文件夹可能不存在或只读，或者磁盘已满。没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘已满。</translation>
    </message>
    <message>
        <source>Make room and try again. Nothing half-written was left.</source>
        <translation>请腾出空间后重试。没有留下写了一半的文件。</translation>
    </message>
    <message>
        <source>The settings could not be read.</source>
        <translation>无法读取设置。</translation>
    </message>
    <message>
        <source>They were set aside and the defaults are used.</source>
        <translation>原设置已另行保存，现使用默认值。</translation>
    </message>
    <message>
        <source>Too many files at once.</source>
        <translation>一次打开的文件太多。</translation>
    </message>
    <message>
        <source>Open them in smaller groups.</source>
        <translation>请分成较小的几组打开。</translation>
    </message>
    <message>
        <source>This is more than can be asked at once.</source>
        <translation>这超出了一次可以提问的范围。</translation>
    </message>
    <message>
        <source>Write a shorter question, or ask about fewer pages. Nothing was sent.</source>
        <translation>请缩短问题，或减少提问的页数。没有发送任何内容。</translation>
    </message>
    <message>
        <source>The system did not let In Camera work on.</source>
        <translation>系统不允许 In Camera 继续工作。</translation>
    </message>
    <message>
        <source>A limit on programs or memory has been reached. Close other programs and try again.</source>
        <translation>已达到程序数量或内存的限制。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>Files that a process of In Camera left behind could not be deleted.</source>
        <translation>In Camera 的一个进程留下的文件无法删除。</translation>
    </message>
    <message>
        <source>There is no model of that name.</source>
        <translation>没有这个名称的模型。</translation>
    </message>
    <message>
        <source>`incamera models list` shows what is here.</source>
        <translation>`incamera models list` 会列出现有的模型。</translation>
    </message>
    <message>
        <source>The model could not be loaded.</source>
        <translation>无法加载模型。</translation>
    </message>
    <message>
        <source>A file of it is missing or differs from its published hash; install In Camera again.</source>
        <translation>模型的某个文件缺失，或与公布的校验值不符；请重新安装 In Camera。</translation>
    </message>
    <message>
        <source>The model does not run in this precision.</source>
        <translation>该模型不能以此精度运行。</translation>
    </message>
    <message>
        <source>Leave the precision out, or say auto.</source>
        <translation>请不写精度，或写 auto。</translation>
    </message>
    <message>
        <source>There was not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>Close other programs, choose fewer pages, or ask about a part of the page.</source>
        <translation>请关闭其他程序、减少页数，或只询问页面的一部分。</translation>
    </message>
    <message>
        <source>A part of In Camera could not be started.</source>
        <translation>In Camera 的一个部分无法启动。</translation>
    </message>
    <message>
        <source>The installation may be incomplete; `incamera doctor` says more.</source>
        <translation>安装可能不完整；`incamera doctor` 会给出更多信息。</translation>
    </message>
    <message>
        <source>They may hold text of your pages. They were set aside in the folder for temporary files, or beside the models, under names with &quot;set-aside&quot;; the system does not let this user delete them.</source>
        <translation>它们可能含有您页面中的文字。这些文件已另存于临时文件夹或模型旁边，名称中带有“set-aside”；系统不允许当前用户删除它们。</translation>
    </message>
    <message>
        <source>The process that answers ended unexpectedly.</source>
        <translation>负责回答的进程意外结束。</translation>
    </message>
    <message>
        <source>It is being started again; your question is still there. Ask again.</source>
        <translation>正在重新启动；您的问题还在。请再问一次。</translation>
    </message>
    <message>
        <source>A process of In Camera stopped responding and was ended.</source>
        <translation>In Camera 的一个进程停止响应，已被结束。</translation>
    </message>
    <message>
        <source>A process of In Camera keeps ending and is not started again.</source>
        <translation>In Camera 的一个进程反复结束，不再重新启动。</translation>
    </message>
    <message>
        <source>Close In Camera and open it again; `incamera doctor` says more.</source>
        <translation>请关闭 In Camera 后重新打开；`incamera doctor` 会给出更多信息。</translation>
    </message>
    <message>
        <source>Parts of different versions of In Camera are installed together.</source>
        <translation>安装中混有不同版本的 In Camera。</translation>
    </message>
    <message>
        <source>Install it again; both parts must be of one version.</source>
        <translation>请重新安装；两个部分的版本必须一致。</translation>
    </message>
    <message>
        <source>A process of In Camera said something impossible and was ended.</source>
        <translation>In Camera 的一个进程发来了不可能的内容，已被结束。</translation>
    </message>
    <message>
        <source>It is not trusted any more and has been replaced. If a file caused this, it may be hostile.</source>
        <translation>它已不再受信任并被替换。如果是某个文件引起的，该文件可能是恶意的。</translation>
    </message>
    <message>
        <source>The sandbox could not be proven, so nothing was opened.</source>
        <translation>无法证明沙箱有效，因此没有打开任何内容。</translation>
    </message>
    <message>
        <source>`incamera doctor` lists which test did not hold on this system.</source>
        <translation>`incamera doctor` 会列出哪项测试在本系统上没有通过。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>What had come so far is kept.</source>
        <translation>已得到的内容会保留。</translation>
    </message>
    <message>
        <source>This is a fault in In Camera, not yours.</source>
        <translation>这是 In Camera 的错误，不是您的。</translation>
    </message>
    <message>
        <source>Nothing was lost. The log says where it happened, without private text.</source>
        <translation>没有丢失任何内容。日志记录了出错位置，不含私人文字。</translation>
    </message>
    <message>
        <source>The parts that run vision-language models are not installed.</source>
        <translation>未安装运行视觉语言模型所需的组件。</translation>
    </message>
    <message>
        <source>Install them beside In Camera: pip install &quot;in-camera[models]&quot;.</source>
        <translation>请与 In Camera 一起安装：pip install &quot;in-camera[models]&quot;。</translation>
    </message>
    <message>
        <source>The model&apos;s licences have not been accepted.</source>
        <translation>尚未接受该模型的许可证。</translation>
    </message>
    <message>
        <source>`incamera models import FOLDER` shows them; nothing is used before you agree.</source>
        <translation>`incamera models import FOLDER` 会显示许可证；在您同意之前不会使用任何内容。</translation>
    </message>
    <message>
        <source>There is a model of that name already.</source>
        <translation>已有同名的模型。</translation>
    </message>
    <message>
        <source>Give another name with --name, or remove the old one first.</source>
        <translation>请用 --name 另取名称，或先移除旧模型。</translation>
    </message>
    <message>
        <source>The folder holds weights in a format that can run code when it is loaded.</source>
        <translation>该文件夹中的权重采用加载时可执行代码的格式。</translation>
    </message>
    <message>
        <source>Pickle files (.bin, .pt, .pth, .ckpt) are refused; bring the same model as .safetensors.</source>
        <translation>拒绝 Pickle 文件（.bin、.pt、.pth、.ckpt）；请提供同一模型的 .safetensors 版本。</translation>
    </message>
    <message>
        <source>A file of the model leads out of its folder.</source>
        <translation>模型的某个文件指向其文件夹之外。</translation>
    </message>
    <message>
        <source>Links are not followed; copy the real files into the folder.</source>
        <translation>不会跟随链接；请将真实文件复制到该文件夹中。</translation>
    </message>
    <message>
        <source>A file of the model is missing.</source>
        <translation>缺少模型的某个文件。</translation>
    </message>
    <message>
        <source>The folder must hold config.json, tokenizer.json, the index and every file that it names.</source>
        <translation>文件夹中必须有 config.json、tokenizer.json、索引以及索引列出的每个文件。</translation>
    </message>
    <message>
        <source>The model&apos;s config.json describes no network that In Camera knows.</source>
        <translation>该模型的 config.json 描述的不是 In Camera 所知的网络。</translation>
    </message>
    <message>
        <source>It may be another family of model, or the file may be damaged.</source>
        <translation>它可能属于其他系列的模型，或者文件已损坏。</translation>
    </message>
    <message>
        <source>The model&apos;s tokenizer.json cannot be used.</source>
        <translation>该模型的 tokenizer.json 无法使用。</translation>
    </message>
    <message>
        <source>It is damaged or belongs to another model.</source>
        <translation>它已损坏或属于其他模型。</translation>
    </message>
    <message>
        <source>The model&apos;s settings for pictures or words cannot be used.</source>
        <translation>模型的图像或文字设置无法使用。</translation>
    </message>
    <message>
        <source>processor_config.json or preprocessor_config.json is damaged, or belongs to another model.</source>
        <translation>processor_config.json 或 preprocessor_config.json 已损坏，或属于另一个模型。</translation>
    </message>
    <message>
        <source>The model&apos;s chat template does not work.</source>
        <translation>模型的对话模板无法使用。</translation>
    </message>
    <message>
        <source>It fails, shows no picture, reaches for what it must not, or never ends.</source>
        <translation>它出错、不显示图像、触及不该触及之处，或永不结束。</translation>
    </message>
    <message>
        <source>The model is of no family that In Camera knows.</source>
        <translation>In Camera 不认识该模型所属的系列。</translation>
    </message>
    <message>
        <source>README says which families there are; program code from the folder is never run.</source>
        <translation>README 列出了支持的系列；文件夹中的程序代码绝不会运行。</translation>
    </message>
    <message>
        <source>The model is in its authors&apos; own form, which only their program code can read.</source>
        <translation>该模型采用作者自己的格式，只有他们的程序代码能读取。</translation>
    </message>
    <message>
        <source>Bring the edition for transformers; its folder&apos;s name often ends in -hf. No code is ever run.</source>
        <translation>请使用适用于 transformers 的版本，其文件夹名常以 -hf 结尾。绝不运行任何代码。</translation>
    </message>
    <message>
        <source>This model runs only with program code of its authors.</source>
        <translation>该模型只能依靠作者的程序代码运行。</translation>
    </message>
    <message>
        <source>Its heir runs without: Qwen3-VL for Qwen-VL, InternVL3 (-hf) for InternVL, SmolVLM2 for MiniCPM-V.</source>
        <translation>其后继者无需代码：Qwen-VL 用 Qwen3-VL，InternVL 用 InternVL3 (-hf)，MiniCPM-V 用 SmolVLM2。</translation>
    </message>
    <message>
        <source>The model asks for program code that is not part of In Camera.</source>
        <translation>该模型要求使用不属于 In Camera 的程序代码。</translation>
    </message>
    <message>
        <source>Its config.json names a kernel that would be fetched from the internet.</source>
        <translation>其 config.json 指定了需要从互联网获取的内核。</translation>
    </message>
    <message>
        <source>The model&apos;s weights are already reduced in a way that In Camera does not read.</source>
        <translation>该模型的权重已用 In Camera 不支持的方式压缩。</translation>
    </message>
    <message>
        <source>Bring the full weights; In Camera makes 8 and 4 bits of them itself.</source>
        <translation>请提供完整权重；In Camera 会自行转换为 8 位和 4 位。</translation>
    </message>
    <message>
        <source>The folder holds an adapter (LoRA), which changes another model.</source>
        <translation>该文件夹包含用于修改其他模型的适配器 (LoRA)。</translation>
    </message>
    <message>
        <source>Bring the model with the adapter merged into it.</source>
        <translation>请提供已合并适配器的模型。</translation>
    </message>
    <message>
        <source>Examining the model takes more time or memory than any honest one.</source>
        <translation>检查该模型所需的时间或内存超出了任何正常模型的范围。</translation>
    </message>
    <message>
        <source>Its files are damaged or hostile; nothing of it was used. Copy it again from the source.</source>
        <translation>其文件已损坏或含恶意内容；未使用其中任何内容。请从来源重新复制。</translation>
    </message>
    <message>
        <source>The model computes nothing that an answer can be made of.</source>
        <translation>该模型的计算结果无法构成回答。</translation>
    </message>
    <message>
        <source>Where numbers belong, it gives none: its weights are damaged, or do not bear this precision. Choose another precision, or copy it again from the source.</source>
        <translation>应为数值之处没有数值：其权重已损坏，或不适合此精度。请选择其他精度，或从来源重新复制。</translation>
    </message>
    <message>
        <source>The folder holds too many files to be a model&apos;s.</source>
        <translation>该文件夹中的文件过多，不可能只是一个模型。</translation>
    </message>
    <message>
        <source>A model has some dozens; bring a folder that holds it and nothing else.</source>
        <translation>一个模型只有几十个文件；请提供只含该模型的文件夹。</translation>
    </message>
    <message>
        <source>The list of the model&apos;s files is damaged.</source>
        <translation>模型的文件清单已损坏。</translation>
    </message>
    <message>
        <source>model.safetensors.index.json does not make sense; copy it again from the source.</source>
        <translation>model.safetensors.index.json 内容不合理；请从来源重新复制。</translation>
    </message>
    <message>
        <source>A file of weights lies about what it holds.</source>
        <translation>某个权重文件的内容与其声明不符。</translation>
    </message>
    <message>
        <source>Its header names impossible sizes or places; it is damaged or hostile and was not read further.</source>
        <translation>其文件头列出了不可能的大小或位置；文件已损坏或含恶意，未继续读取。</translation>
    </message>
    <message>
        <source>A file of weights ends too early.</source>
        <translation>某个权重文件不完整。</translation>
    </message>
    <message>
        <source>The copy did not finish; copy it again from the source.</source>
        <translation>复制没有完成；请从来源重新复制。</translation>
    </message>
    <message>
        <source>A file of the model differs from its published or recorded hash.</source>
        <translation>模型的某个文件与其公布或记录的哈希值不符。</translation>
    </message>
    <message>
        <source>It has changed since, or was damaged on the way; copy it again from the source.</source>
        <translation>它后来被更改，或在传输中损坏；请从来源重新复制。</translation>
    </message>
    <message>
        <source>The model was imported by an earlier version and cannot be held to what it was.</source>
        <translation>该模型由较早的版本导入，无法核对它是否仍与导入时一致。</translation>
    </message>
    <message>
        <source>`incamera models verify NAME` reads it once and notes what every load is compared with.</source>
        <translation>“incamera models verify 名称”会完整读取一次，并记下以后每次加载所要核对的内容。</translation>
    </message>
    <message>
        <source>The model holds a tensor twice.</source>
        <translation>模型中有重复的张量。</translation>
    </message>
    <message>
        <source>The folder mixes files of two models or versions.</source>
        <translation>该文件夹混有两个模型或版本的文件。</translation>
    </message>
    <message>
        <source>Parts of the model are missing.</source>
        <translation>模型缺少部分内容。</translation>
    </message>
    <message>
        <source>Some of its tensors are in no file of the folder.</source>
        <translation>它的某些张量不在该文件夹的任何文件中。</translation>
    </message>
    <message>
        <source>The model holds parts that do not belong to it.</source>
        <translation>模型中有不属于它的内容。</translation>
    </message>
    <message>
        <source>A part of the model has the wrong size.</source>
        <translation>模型的某个部分大小不对。</translation>
    </message>
    <message>
        <source>The weights do not fit config.json.</source>
        <translation>权重与 config.json 不一致。</translation>
    </message>
    <message>
        <source>A part of the model has the wrong number type.</source>
        <translation>模型的某个部分数值类型不对。</translation>
    </message>
    <message>
        <source>Full weights are bf16, fp16 or fp32; 4-bit ones are the official dumps.</source>
        <translation>完整权重为 bf16、fp16 或 fp32；4 位权重仅限官方发布的版本。</translation>
    </message>
    <message>
        <source>The question is too long for this model.</source>
        <translation>问题对该模型来说太长。</translation>
    </message>
    <message>
        <source>Shorten it, or begin a new conversation.</source>
        <translation>请缩短问题，或开始新的对话。</translation>
    </message>
    <message>
        <source>This model answers only about a picture.</source>
        <translation>该模型只回答与图像有关的问题。</translation>
    </message>
    <message>
        <source>Open one, and ask again.</source>
        <translation>请打开一张图像，然后重新提问。</translation>
    </message>
    <message>
        <source>This model looks at one picture at a time.</source>
        <translation>该模型一次只看一张图像。</translation>
    </message>
    <message>
        <source>Choose a single page, or a model that takes several.</source>
        <translation>请选择单页，或选择可同时查看多张图像的模型。</translation>
    </message>
    <message>
        <source>The picture is too small, or too long and narrow, for this model.</source>
        <translation>对该模型而言，这张图像过小或过于狭长。</translation>
    </message>
    <message>
        <source>Ask about more or less of the page, or choose another model.</source>
        <translation>请扩大或缩小所询问的页面区域，或选择其他模型。</translation>
    </message>
    <message>
        <source>The form that the answer should follow is not valid.</source>
        <translation>答案应遵循的格式无效。</translation>
    </message>
    <message>
        <source>The preset&apos;s JSON Schema cannot be understood.</source>
        <translation>无法理解该预设的 JSON Schema。</translation>
    </message>
    <message>
        <source>Answers that follow a form need a package that is not installed.</source>
        <translation>按格式回答需要一个尚未安装的软件包。</translation>
    </message>
    <message>
        <source>Install llguidance, or use a preset without a form.</source>
        <translation>请安装 llguidance，或使用不带格式的预设。</translation>
    </message>
    <message>
        <source>Your organisation has decided so; `incamera policy` lists what and where.</source>
        <translation>这是您所在组织的决定；`incamera policy` 会列出各项决定及其来源。</translation>
    </message>
    <message>
        <source>A policy file of your organisation cannot be read or understood.</source>
        <translation>您所在组织的一个策略文件无法读取或识别。</translation>
    </message>
    <message>
        <source>In Camera does not work without it; your administrator can mend it.</source>
        <translation>没有它，In Camera 不会工作；管理员可以修正。</translation>
    </message>
    <message>
        <source>A policy file of your organisation is not signed as its public key demands.</source>
        <translation>您所在组织的一个策略文件没有按其公钥要求签名。</translation>
    </message>
    <message>
        <source>This model may not answer on this machine.</source>
        <translation>此模型不得在这台计算机上作答。</translation>
    </message>
    <message>
        <source>Nothing may be written there, or in that format, on this machine.</source>
        <translation>在这台计算机上，不得写入该位置，或不得使用该格式。</translation>
    </message>
    <message>
        <source>On this machine places are filled, not pixelated or blurred, which can be undone.</source>
        <translation>在这台计算机上只能填充遮盖；像素化或模糊可以被还原，不允许使用。</translation>
    </message>
    <message>
        <source>On this machine a person reviews what is hidden before anything is asked.</source>
        <translation>在这台计算机上，提问之前必须有人审阅要遮盖的内容。</translation>
    </message>
    <message>
        <source>What is done cannot be written into the audit log, and your organisation demands that.</source>
        <translation>无法写入审计日志，而您所在的组织要求必须记录。</translation>
    </message>
    <message>
        <source>The disk may be full or the folder read-only. Nothing was lost.</source>
        <translation>磁盘可能已满，或文件夹为只读。没有丢失任何内容。</translation>
    </message>
    <message>
        <source>The end of the audit log is damaged, so that it cannot be continued.</source>
        <translation>审计日志的末尾已损坏，无法继续写入。</translation>
    </message>
    <message>
        <source>`incamera audit verify` shows where. Keep the file and let your administrator begin another.</source>
        <translation>`incamera audit verify` 会指出位置。请保留该文件，并让管理员另建一个。</translation>
    </message>
    <message>
        <source>The audit log is no longer the one into which this program has written.</source>
        <translation>审计日志已不是本程序此前写入的那一份。</translation>
    </message>
    <message>
        <source>It was removed, shortened or replaced. Tell your administrator, and start In Camera again.</source>
        <translation>它已被删除、截短或替换。请告知管理员，并重新启动 In Camera。</translation>
    </message>
    <message>
        <source>The file is nested too deeply.</source>
        <translation>文件的嵌套层次太深。</translation>
    </message>
    <message>
        <source>It holds lists in lists in lists, more than {limit} deep; honest files have ten.</source>
        <translation>它的列表层层嵌套，超过 {limit} 层；正常的文件只有十层左右。</translation>
    </message>
    <message>
        <source>The pictures in this DICOM file are coded in a way that is not read here.</source>
        <translation>此 DICOM 文件中的图像采用了这里无法读取的编码。</translation>
    </message>
    <message>
        <source>Its transfer syntax is {uid}. Save it uncompressed in the program that it is from.</source>
        <translation>其传输语法为 {uid}。请在生成它的程序中以未压缩方式保存。</translation>
    </message>
    <message>
        <source>This kind of DICOM file is not read here.</source>
        <translation>这里不读取这种 DICOM 文件。</translation>
    </message>
    <message>
        <source>Read are pictures of whole numbers of up to 32 bits, reports and PDF; no curves, sound or films.</source>
        <translation>可读取最多 32 位整数的图像、报告和 PDF；不读取曲线、声音或影片。</translation>
    </message>
    <message>
        <source>This DICOMDIR is a list of files, and they are not beside it.</source>
        <translation>此 DICOMDIR 是文件清单，而清单中的文件不在它旁边。</translation>
    </message>
    <message>
        <source>Open it where it lies on its disc, or open its folder or the files themselves.</source>
        <translation>请在其所在光盘上打开它，或直接打开其文件夹或文件。</translation>
    </message>
    <message>
        <source>A DICOM file can only be a copy of a DICOM file.</source>
        <translation>DICOM 文件只能是 DICOM 文件的副本。</translation>
    </message>
    <message>
        <source>Its header says what the picture is; another document has none.</source>
        <translation>其文件头说明图像内容；其他文档没有文件头。</translation>
    </message>
    <message>
        <source>The drive was pulled out while its file was being read.</source>
        <translation>读取文件时 U 盘被拔出。</translation>
    </message>
    <message>
        <source>Plug it in again, or bring another file.</source>
        <translation>请重新插入，或换一个文件。</translation>
    </message>
    <message>
        <source>The policy file that was named could have been written by somebody else.</source>
        <translation>指定的策略文件可能被其他人写过。</translation>
    </message>
    <message>
        <source>It and all folders above it must belong to the administrator, and to nobody else.</source>
        <translation>该文件及其上级文件夹必须只属于管理员。</translation>
    </message>
    <message>
        <source>A policy file has a key that this version of In Camera does not know.</source>
        <translation>策略文件中有此版本的 In Camera 不认识的键。</translation>
    </message>
    <message>
        <source>A kiosk does not start with it; `incamera policy` names it.</source>
        <translation>自助终端不会在这种情况下启动；`incamera policy` 会列出它。</translation>
    </message>
    <message>
        <source>The kiosk does not start: your organisation has set no PIN with which to leave it.</source>
        <translation>自助终端未启动：您所在的组织没有设置用于退出的 PIN。</translation>
    </message>
    <message>
        <source>`incamera kiosk --make-pin` makes one for a policy file (kiosk.pin).</source>
        <translation>`incamera kiosk --make-pin` 可为策略文件（kiosk.pin）生成一个。</translation>
    </message>
</context>
<context>
    <name>FilesController</name>
    <message>
        <source>Choose a place</source>
        <translation>请选择位置</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>Plug in a USB stick now.</source>
        <translation>请插入 U 盘。</translation>
    </message>
    <message>
        <source>Folder above</source>
        <translation>上级文件夹</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>{place}: nothing here can be opened</source>
        <translation>{place}：这里没有可以打开的文件</translation>
    </message>
    <message>
        <source>Where is your file?</source>
        <translation>您的文件在哪里?</translation>
    </message>
    <message>
        <source>A stick that you plug in appears here by itself.</source>
        <translation>插入的 U 盘会自动显示在这里。</translation>
    </message>
</context>
<context>
    <name>FilmReviewView</name>
    <message>
        <source>Review of what will be hidden in the film</source>
        <translation>审阅影片中要遮盖的内容</translation>
    </message>
    <message>
        <source>Leave the review (Esc)</source>
        <translation>离开审阅（Esc）</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>The doubtful stretch before ([)</source>
        <translation>上一处存疑片段（[）</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>The next doubtful stretch (])</source>
        <translation>下一处存疑片段（]）</translation>
    </message>
    <message>
        <source>Keep visible</source>
        <translation>保持可见</translation>
    </message>
    <message>
        <source>Keep visible in the whole film (Delete)</source>
        <translation>在整部影片中保持可见（Delete）</translation>
    </message>
    <message>
        <source>From here</source>
        <translation>从此处起</translation>
    </message>
    <message>
        <source>Hide the chosen place from this frame on</source>
        <translation>从这一帧起遮盖所选位置</translation>
    </message>
    <message>
        <source>To here</source>
        <translation>到此处止</translation>
    </message>
    <message>
        <source>Hide the chosen place up to this frame</source>
        <translation>遮盖所选位置，到这一帧为止</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take the chosen place away (Delete)</source>
        <translation>去掉所选位置（Delete）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Compare with what is sent</source>
        <translation>与发送的内容对比</translation>
    </message>
    <message>
        <source>Hold to see</source>
        <translation>按住查看</translation>
    </message>
    <message>
        <source>Hold: the frame without boxes (H)</source>
        <translation>按住：不带方框的画面（H）</translation>
    </message>
    <message>
        <source>No detector finds everything: play it and look yourself. Drag over the film to hide a place.</source>
        <translation>没有检测器能找到一切：请播放并亲自查看。在画面上拖动即可遮盖一处。</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>The film is being looked through. What is found will stand here.</source>
        <translation>正在查看整部影片。找到的内容会列在这里。</translation>
    </message>
    <message>
        <source>Nothing was found in this film. Drag over it to hide something.</source>
        <translation>在这部影片中没有找到任何内容。在画面上拖动即可遮盖。</translation>
    </message>
    <message>
        <source>Change what is wrong, then accept.</source>
        <translation>请改正有误之处，然后接受。</translation>
    </message>
    <message>
        <source>Not accepted yet: nothing is sent meanwhile.</source>
        <translation>尚未接受：在此期间不发送任何内容。</translation>
    </message>
    <message>
        <source>Accepted. The model and the copy see exactly this.</source>
        <translation>已接受。模型和副本中正是如此。</translation>
    </message>
    <message>
        <source>1 stretch is doubtful: look at it.</source>
        <translation>有 1 处片段存疑，请查看。</translation>
    </message>
    <message>
        <source>{count} stretches are doubtful: look.</source>
        <translation>有 {count} 处片段存疑，请查看。</translation>
    </message>
    <message>
        <source>hardly seen</source>
        <translation>几乎看不清</translation>
    </message>
    <message>
        <source>not seen in between</source>
        <translation>中间没有看到</translation>
    </message>
    <message>
        <source>found only after hiding</source>
        <translation>遮盖之后才找到</translation>
    </message>
    <message>
        <source>Doubtful {place} of {count}: {span}, {why}</source>
        <translation>存疑 {place}/{count}：{span}，{why}</translation>
    </message>
    <message>
        <source>Hide again</source>
        <translation>重新遮盖</translation>
    </message>
    <message>
        <source>Hide again in the whole film (Delete)</source>
        <translation>在整部影片中重新遮盖（Delete）</translation>
    </message>
    <message>
        <source>What will be hidden</source>
        <translation>要遮盖的内容</translation>
    </message>
</context>
<context>
    <name>FindBarView</name>
    <message>
        <source>Find in this document</source>
        <translation>在此文档中查找</translation>
    </message>
    <message>
        <source>Previous find (Shift+Enter)</source>
        <translation>上一处（Shift+Enter）</translation>
    </message>
    <message>
        <source>Next find (Enter)</source>
        <translation>下一处（Enter）</translation>
    </message>
    <message>
        <source>Copy the page&apos;s text</source>
        <translation>复制本页文字</translation>
    </message>
    <message>
        <source>Hide all</source>
        <translation>全部遮盖</translation>
    </message>
    <message>
        <source>Hide every place where this stands</source>
        <translation>遮盖所有出现之处</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭查找（Esc）</translation>
    </message>
</context>
<context>
    <name>HeaderView</name>
    <message>
        <source>Show or hide the documents (Ctrl+B)</source>
        <translation>显示或隐藏文档 (Ctrl+B)</translation>
    </message>
    <message>
        <source>Settings (Ctrl+,)</source>
        <translation>设置 (Ctrl+,)</translation>
    </message>
    <message>
        <source>Keys (F1)</source>
        <translation>快捷键 (F1)</translation>
    </message>
</context>
<context>
    <name>HiddenController</name>
    <message>
        <source>Looking for what must be hidden: page {done} of {count} …</source>
        <translation>正在查找需要遮盖的内容：第 {done} 页，共 {count} 页…</translation>
    </message>
    <message>
        <source>Opening the file …</source>
        <translation>正在打开文件…</translation>
    </message>
</context>
<context>
    <name>HiddenView</name>
    <message>
        <source>Hide something more</source>
        <translation>再遮盖一处</translation>
    </message>
    <message>
        <source>Take my last box away</source>
        <translation>撤销上一处遮盖</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>换一个文件</translation>
    </message>
    <message>
        <source>Good, go on</source>
        <translation>没问题，继续</translation>
    </message>
    <message>
        <source>1 place is hidden.</source>
        <translation>已遮盖 1 处。</translation>
    </message>
    <message>
        <source>{count} places are hidden.</source>
        <translation>已遮盖 {count} 处。</translation>
    </message>
    <message>
        <source>Nothing was found that must be hidden.</source>
        <translation>没有发现需要遮盖的内容。</translation>
    </message>
    <message>
        <source>Please look at the other page, too.</source>
        <translation>请也查看另一页。</translation>
    </message>
    <message>
        <source>Please look at {count} more pages, too.</source>
        <translation>请再查看另外 {count} 页。</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>第 {number} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Draw over it with a finger</source>
        <translation>用手指在上面划过</translation>
    </message>
    <message>
        <source>This is exactly what is looked at when you ask. Is a face or a name still to be seen?</source>
        <translation>提问时看到的正是这一画面。还能看到人脸或姓名吗?</translation>
    </message>
    <message>
        <source>What is hidden</source>
        <translation>已遮盖的内容</translation>
    </message>
</context>
<context>
    <name>IntakeController</name>
    <message>
        <source>Open pictures or documents</source>
        <translation>打开图片或文档</translation>
    </message>
    <message>
        <source>Pasted picture</source>
        <translation>粘贴的图片</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Here and there</source>
        <translation>在特定位置</translation>
    </message>
    <message>
        <source>On medical pictures</source>
        <translation>在医学图像上</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>随处可用</translation>
    </message>
    <message>
        <source>In the review</source>
        <translation>审阅时</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>On the time line of a film</source>
        <translation>在影片时间线上</translation>
    </message>
</context>
<context>
    <name>KindChip</name>
    <message>
        <source>{kind}, {count} on this page: hide or show all</source>
        <translation>{kind}，本页 {count} 处：全部遮盖或显示</translation>
    </message>
    <message>
        <source>Agree with all: {kind}</source>
        <translation>全部同意：{kind}</translation>
    </message>
    <message>
        <source>Let all be seen: {kind}</source>
        <translation>全部显示：{kind}</translation>
    </message>
</context>
<context>
    <name>LargeDropView</name>
    <message>
        <source>Drop a picture or a document here</source>
        <translation>将图片或文档拖放到这里</translation>
    </message>
    <message>
        <source>Files, folders, or a picture from the clipboard (Ctrl+V). Nothing leaves this machine.</source>
        <translation>可以是文件、文件夹，或剪贴板中的图片 (Ctrl+V)。任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose files (Ctrl+O)</source>
        <translation>选择文件 (Ctrl+O)</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Width of the documents</source>
        <translation>文档栏的宽度</translation>
    </message>
    <message>
        <source>Width of the answers</source>
        <translation>回答栏的宽度</translation>
    </message>
</context>
<context>
    <name>ManagedDialog</name>
    <message>
        <source>Managed by your organisation</source>
        <translation>由您所在的组织管理</translation>
    </message>
    <message>
        <source>No policy of an organisation binds this computer.</source>
        <translation>没有任何组织的策略约束这台电脑。</translation>
    </message>
    <message>
        <source>An administrator has decided what stands below. No setting of yours moves any of it.</source>
        <translation>以下内容由管理员决定，您的任何设置都无法更改。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ModelController</name>
    <message>
        <source>Loading {progress}</source>
        <translation>正在加载 {progress}</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
</context>
<context>
    <name>ModelImportController</name>
    <message>
        <source>Choose the folder of a model</source>
        <translation>选择模型所在的文件夹</translation>
    </message>
</context>
<context>
    <name>ModelPickerView</name>
    <message>
        <source>Choose the model that answers</source>
        <translation>选择用于回答的模型</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>模型：{model}</translation>
    </message>
    <message>
        <source>Add a model…</source>
        <translation>添加模型…</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Add a model</source>
        <translation>添加模型</translation>
    </message>
    <message>
        <source>Copy it into In Camera&apos;s own folder</source>
        <translation>复制到 In Camera 自己的文件夹</translation>
    </message>
    <message>
        <source>Use it where it is</source>
        <translation>在原位置使用</translation>
    </message>
    <message>
        <source>Check the folder</source>
        <translation>检查文件夹</translation>
    </message>
    <message>
        <source>Accept and import</source>
        <translation>接受并导入</translation>
    </message>
    <message>
        <source>It lacks: {names}.</source>
        <translation>缺少：{names}。</translation>
    </message>
    <message>
        <source>This folder holds no model.</source>
        <translation>此文件夹中没有模型。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name to call it by</source>
        <translation>为它取个名称</translation>
    </message>
    <message>
        <source>The built-in reader reads text, fields and codes. A vision model also answers about what pictures show. In Camera downloads nothing: bring the model&apos;s folder on a disk, with its .safetensors files.</source>
        <translation>内置阅读器可读取文字、字段和条码。视觉模型还能回答图片内容的问题。In Camera 不会下载任何东西：请用磁盘带来模型的文件夹，其中应有 .safetensors 文件。</translation>
    </message>
    <message>
        <source>ON THIS MACHINE</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>在这台计算机上</translation>
    </message>
    <message>
        <source>THE MODEL&apos;S FOLDER</source>
        <translation>模型的文件夹</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>The folder is sound. Its publishers ask you to agree to the following; nothing is used before.</source>
        <translation>文件夹完好。发布者要求您同意以下条款；在此之前不会使用任何内容。</translation>
    </message>
    <message>
        <source>Do not accept</source>
        <translation>不接受</translation>
    </message>
    <message>
        <source>The folder does not hold its text.</source>
        <translation>文件夹中没有该许可证的全文。</translation>
    </message>
    <message>
        <source>I have read these terms and accept them</source>
        <translation>我已阅读并接受这些条款</translation>
    </message>
    <message>
        <source>Checking the folder in the sandbox…</source>
        <translation>正在沙箱中检查文件夹…</translation>
    </message>
    <message>
        <source>Reading the model&apos;s files…</source>
        <translation>正在读取模型文件…</translation>
    </message>
    <message>
        <source>files that end in {ending}</source>
        <translation>以 {ending} 结尾的文件</translation>
    </message>
</context>
<context>
    <name>NoticeController</name>
    <message>
        <source>{model} cannot be used; the built-in reader answers.</source>
        <translation>无法使用 {model}；改由内置阅读器回答。</translation>
    </message>
    <message>
        <source>The redaction policy {policy} is no longer there.</source>
        <translation>遮盖策略“{policy}”已不存在。</translation>
    </message>
    <message>
        <source>All text is covered until you choose another.</source>
        <translation>在您另选之前，所有文字都会被遮盖。</translation>
    </message>
    <message>
        <source>{count} of {total} files cannot be read.</source>
        <translation>{total} 个文件中有 {count} 个无法读取。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
    <message>
        <source>Accepted are: {kinds}.</source>
        <translation>可接受：{kinds}。</translation>
    </message>
    <message>
        <source>Continue without these</source>
        <translation>跳过这些文件继续</translation>
    </message>
    <message>
        <source>Only the first {count} files were taken.</source>
        <translation>只取了前 {count} 个文件。</translation>
    </message>
    <message>
        <source>Open larger folders in smaller groups.</source>
        <translation>请将较大的文件夹分成几组打开。</translation>
    </message>
    <message>
        <source>There are no files in this folder.</source>
        <translation>这个文件夹中没有文件。</translation>
    </message>
    <message>
        <source>Copy a picture or files first, then press Ctrl+V here.</source>
        <translation>请先复制图片或文件，再在这里按 Ctrl+V。</translation>
    </message>
    <message>
        <source>The clipboard holds no picture and no file.</source>
        <translation>剪贴板中没有图片，也没有文件。</translation>
    </message>
</context>
<context>
    <name>NoticeView</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>PageCanvasView</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>PageController</name>
    <message>
        <source>This file cannot be shown.</source>
        <translation>无法显示此文件。</translation>
    </message>
    <message>
        <source>Stopped. Ask a question to go on.</source>
        <translation>已停止。提出问题即可继续。</translation>
    </message>
    <message>
        <source>This page cannot be shown any more.</source>
        <translation>此页面已无法再显示。</translation>
    </message>
    <message>
        <source>Preparing the page…</source>
        <translation>正在准备页面…</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source> · {count} tokens</source>
        <translation> · {count} 个词元</translation>
    </message>
    <message>
        <source>{count} places hidden</source>
        <translation>已遮盖 {count} 处</translation>
    </message>
    <message>
        <source>1 place hidden</source>
        <translation>已遮盖 1 处</translation>
    </message>
    <message>
        <source>nothing hidden</source>
        <translation>未遮盖任何内容</translation>
    </message>
    <message>
        <source>Original {from_width} × {from_height} → sent {width} × {height} · {hidden}</source>
        <translation>原图 {from_width} × {from_height} → 发送 {width} × {height} · {hidden}</translation>
    </message>
    <message>
        <source>Small print may be lost. Ask about a part to send it at full size.</source>
        <translation>小字可能无法辨认。询问页面的一部分，即可按原尺寸发送。</translation>
    </message>
</context>
<context>
    <name>PageStripModel</name>
    <message>
        <source>Page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
</context>
<context>
    <name>PageStripView</name>
    <message>
        <source>Pages of this document</source>
        <translation>此文档的页面</translation>
    </message>
</context>
<context>
    <name>PageToolBarView</name>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>页码</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Ask about a part</source>
        <translation>询问局部</translation>
    </message>
    <message>
        <source>Draw a rectangle on the page</source>
        <translation>在页面上画一个矩形</translation>
    </message>
    <message>
        <source>See and change what will be hidden (Ctrl+R)</source>
        <translation>查看并修改要遮盖的内容（Ctrl+R）</translation>
    </message>
    <message>
        <source>Find, select and copy text (Ctrl+F)</source>
        <translation>查找、选择和复制文字（Ctrl+F）</translation>
    </message>
    <message>
        <source>More tools</source>
        <translation>更多工具</translation>
    </message>
    <message>
        <source>Page number, of {count}</source>
        <translation>页码，共 {count} 页</translation>
    </message>
    <message>
        <source>Review ({count})</source>
        <translation>审阅（{count}）</translation>
    </message>
    <message>
        <source>Review (looking…)</source>
        <translation>审阅（正在查找…）</translation>
    </message>
    <message>
        <source>Review, {count} places hidden; sending waits for it</source>
        <translation>审阅，已遮盖 {count} 处；审阅之后才会发送</translation>
    </message>
    <message>
        <source>Review, {count} places hidden</source>
        <translation>审阅，已遮盖 {count} 处</translation>
    </message>
    <message>
        <source>Review, 1 place hidden; sending waits for it</source>
        <translation>审阅，遮盖 1 处；发送前需先审阅</translation>
    </message>
    <message>
        <source>Review, 1 place hidden</source>
        <translation>审阅，遮盖 1 处</translation>
    </message>
    <message>
        <source>Review; still looking for what will be hidden</source>
        <translation>审阅；仍在查找要隐藏的内容</translation>
    </message>
    <message>
        <source>Review; nothing has been looked for that is to be hidden</source>
        <translation>审阅；尚未查找要隐藏的内容</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>适合整页</translation>
    </message>
    <message>
        <source>Full size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>模型所见</translation>
    </message>
    <message>
        <source>How large the page is</source>
        <translation>页面显示大小</translation>
    </message>
    <message>
        <source>Show exactly the pixels that are sent (Ctrl+M)</source>
        <translation>显示实际发送的像素 (Ctrl+M)</translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation>缩放 {percent} %</translation>
    </message>
</context>
<context>
    <name>PlaceListView</name>
    <message>
        <source>Places that will be hidden on this page</source>
        <translation>本页要遮盖的位置</translation>
    </message>
    <message>
        <source>not hidden yet</source>
        <translation>尚未遮盖</translation>
    </message>
    <message>
        <source>{found}, agreed</source>
        <translation>{found}，已同意</translation>
    </message>
</context>
<context>
    <name>PolicyPickerView</name>
    <message>
        <source>What is hidden before the model sees a page</source>
        <translation>模型看到页面之前遮盖什么</translation>
    </message>
    <message>
        <source>Hide: {policy}</source>
        <translation>遮盖：{policy}</translation>
    </message>
    <message>
        <source>Redaction is off</source>
        <translation>遮盖已关闭</translation>
    </message>
    <message>
        <source>Redaction: {policy}</source>
        <translation>遮盖：{policy}</translation>
    </message>
</context>
<context>
    <name>PolicyRowsView</name>
    <message>
        <source>What your organisation has decided</source>
        <translation>您所在的组织所做的规定</translation>
    </message>
</context>
<context>
    <name>QuestionScope</name>
    <message>
        <source>About the part you drew</source>
        <translation>关于您画出的部分</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Question about this document</source>
        <translation>关于此文档的问题</translation>
    </message>
    <message>
        <source>Ask about this document…</source>
        <translation>询问此文档…</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Ask (Enter); Shift+Enter breaks the line</source>
        <translation>提问（Enter）；Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Review what will be hidden (Ctrl+R)</source>
        <translation>审阅要遮盖的内容（Ctrl+R）</translation>
    </message>
    <message>
        <source>Drop a document, then ask about it…</source>
        <translation>先拖入文档，再提问…</translation>
    </message>
    <message>
        <source>{words}: forget that</source>
        <translation>{words}：取消</translation>
    </message>
</context>
<context>
    <name>RangeRow</name>
    <message>
        <source>First slice</source>
        <translation>第一张切片</translation>
    </message>
    <message>
        <source>Last slice</source>
        <translation>最后一张切片</translation>
    </message>
    <message>
        <source>Same place</source>
        <translation>同一位置</translation>
    </message>
    <message>
        <source>Put the chosen box at the same place on these slices</source>
        <translation>在这些切片的同一位置放置所选的框</translation>
    </message>
    <message>
        <source>in slices</source>
        <translation>用于切片</translation>
    </message>
    <message>
        <source>to</source>
        <translation>至</translation>
    </message>
</context>
<context>
    <name>RemovalController</name>
    <message>
        <source>{name} was removed.</source>
        <translation>已移除 {name}。</translation>
    </message>
    <message>
        <source>{count} documents were removed.</source>
        <translation>已移除 {count} 个文档。</translation>
    </message>
    <message>
        <source>A new conversation has begun.</source>
        <translation>已开始新的对话。</translation>
    </message>
</context>
<context>
    <name>ReviewPanelView</name>
    <message>
        <source>Review of what will be hidden</source>
        <translation>审阅要遮盖的内容</translation>
    </message>
    <message>
        <source>Leave the review (Esc)</source>
        <translation>离开审阅（Esc）</translation>
    </message>
    <message>
        <source>No detector finds everything: look yourself. Drag over the page to hide more.</source>
        <translation>没有检测器能找出一切：请亲自查看。在页面上拖动可遮盖更多。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Let the chosen place be seen (Delete)</source>
        <translation>让选中的位置可见（Delete）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>重做（Ctrl+Shift+Z）</translation>
    </message>
    <message>
        <source>On all pages</source>
        <translation>用于所有页</translation>
    </message>
    <message>
        <source>Put the chosen box on every page</source>
        <translation>把选中的框放到每一页</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再检查一遍</translation>
    </message>
    <message>
        <source>Look for more, with these boxes hidden and the removed ones left</source>
        <translation>在这些框已遮盖、移除的不再查找的情况下，再找一遍</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>前后对比</translation>
    </message>
    <message>
        <source>Compare with what is sent</source>
        <translation>与发送的内容对比</translation>
    </message>
    <message>
        <source>Drag the line over the page: left as it is, right as it is sent</source>
        <translation>在页面上拖动分界线：左边是原样，右边是发送的样子</translation>
    </message>
    <message>
        <source>Hold to see</source>
        <translation>按住查看</translation>
    </message>
    <message>
        <source>Hold: the page without boxes (H)</source>
        <translation>按住：不带框的页面（H）</translation>
    </message>
    <message>
        <source>Accept all pages</source>
        <translation>接受所有页</translation>
    </message>
    <message>
        <source>Accept page</source>
        <translation>接受本页</translation>
    </message>
    <message>
        <source>Apply to the series</source>
        <translation>应用到整个序列</translation>
    </message>
    <message>
        <source>Accept all slices</source>
        <translation>接受所有切片</translation>
    </message>
    <message>
        <source>Accept slice</source>
        <translation>接受本切片</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>The page is being prepared…</source>
        <translation>正在准备页面…</translation>
    </message>
    <message>
        <source>Nothing was found here. Drag on the page to hide something.</source>
        <translation>这里没有找到任何内容。在页面上拖动即可遮盖。</translation>
    </message>
    <message>
        <source>1 place that was found stays visible.</source>
        <translation>找到的 1 处保持可见。</translation>
    </message>
    <message>
        <source>{count} places that were found stay visible.</source>
        <translation>找到的 {count} 处保持可见。</translation>
    </message>
    <message>
        <source>1 place was found only after hiding. You decide.</source>
        <translation>有 1 处在遮盖之后才找到。由您决定。</translation>
    </message>
    <message>
        <source>{count} places were found only after hiding. You decide.</source>
        <translation>有 {count} 处在遮盖之后才找到。由您决定。</translation>
    </message>
    <message>
        <source>Looking again…</source>
        <translation>正在再次检查…</translation>
    </message>
    <message>
        <source>Looked again: nothing more was found.</source>
        <translation>已再次检查：没有找到更多。</translation>
    </message>
    <message>
        <source>{count} of {total} slices</source>
        <translation>{total} 张切片中的 {count} 张</translation>
    </message>
    <message>
        <source>{count} of {total} pages</source>
        <translation>{total} 页中的 {count} 页</translation>
    </message>
    <message>
        <source>Not looked at yet: {what}.</source>
        <translation>尚未查看：{what}。</translation>
    </message>
    <message>
        <source>1 other file waits.</source>
        <translation>另有 1 个文件在等待。</translation>
    </message>
    <message>
        <source>{count} other files wait.</source>
        <translation>另有 {count} 个文件在等待。</translation>
    </message>
    <message>
        <source>Not accepted yet: nothing is sent meanwhile.</source>
        <translation>尚未接受：在此期间不发送任何内容。</translation>
    </message>
    <message>
        <source>Nothing is sent before you accept this page.</source>
        <translation>您接受本页之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>{count} of {total} pages wait for you. Nothing is sent before you accept them.</source>
        <translation>共 {total} 页，其中 {count} 页等待您。您接受之前不会发送任何内容。</translation>
    </message>
    <message>
        <source>Accepted. The model sees exactly this.</source>
        <translation>已接受。模型看到的正是这些。</translation>
    </message>
    <message>
        <source>Change what is wrong, then accept.</source>
        <translation>请改正有误之处，然后接受。</translation>
    </message>
    <message>
        <source>What will be hidden</source>
        <translation>要遮盖的内容</translation>
    </message>
</context>
<context>
    <name>ScreenKeyboard</name>
    <message>
        <source>Capital letters</source>
        <translation>大写字母</translation>
    </message>
    <message>
        <source>Delete the last letter</source>
        <translation>删除最后一个字符</translation>
    </message>
    <message>
        <source>Digits and signs</source>
        <translation>数字和符号</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
</context>
<context>
    <name>SeriesBarView</name>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>In which window the values are seen and sent</source>
        <translation>以哪个窗显示并发送数值</translation>
    </message>
    <message>
        <source>Level: the middle of the window</source>
        <translation>窗位：窗的中点</translation>
    </message>
    <message>
        <source>Width of the window</source>
        <translation>窗宽</translation>
    </message>
    <message>
        <source>L</source>
        <translation>窗位</translation>
    </message>
    <message>
        <source>W</source>
        <translation>窗宽</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>文件头</translation>
    </message>
    <message>
        <source>What stands in the header, and what a copy makes of it</source>
        <translation>文件头中的内容，以及副本如何处理它</translation>
    </message>
    <message>
        <source>Slice {number} of {count}</source>
        <translation>切片 {number} / {count}</translation>
    </message>
    <message>
        <source>Frame {number} of {count}</source>
        <translation>帧 {number} / {count}</translation>
    </message>
    <message>
        <source>Window: {name}</source>
        <translation>窗：{name}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Your organisation has decided on the language.</source>
        <translation>您的机构已确定使用的语言。</translation>
    </message>
    <message>
        <source>The language changes when In Camera starts again.</source>
        <translation>重新启动 In Camera 后语言生效。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>As suits this computer</source>
        <translation>按本机情况自动设置</translation>
    </message>
    <message>
        <source>Memory for pages</source>
        <translation>页面图像占用内存</translation>
    </message>
    <message>
        <source>Managed by your organisation…</source>
        <translation>由您所在的组织管理…</translation>
    </message>
</context>
<context>
    <name>ShieldDialog</name>
    <message>
        <source>Shield</source>
        <translation>防护盾</translation>
    </message>
    <message>
        <source>Save as text…</source>
        <translation>保存为文本…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查项</translation>
    </message>
</context>
<context>
    <name>ShieldView</name>
    <message>
        <source>Press for the list of checks</source>
        <translation>按下查看检查清单</translation>
    </message>
    <message>
        <source>Show every check in words</source>
        <translation>用文字显示每一项检查</translation>
    </message>
</context>
<context>
    <name>SideView</name>
    <message>
        <source>Save answers…</source>
        <translation>保存回答…</translation>
    </message>
    <message>
        <source>About this document…</source>
        <translation>关于此文档…</translation>
    </message>
    <message>
        <source>Of the whole conversation…</source>
        <translation>整个对话…</translation>
    </message>
</context>
<context>
    <name>SmallDropView</name>
    <message>
        <source>Drop pictures or documents, or</source>
        <translation>拖放图片或文档，或</translation>
    </message>
    <message>
        <source>choose files</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose files (Ctrl+O)</source>
        <translation>选择文件 (Ctrl+O)</translation>
    </message>
</context>
<context>
    <name>SourceChips</name>
    <message>
        <source>+ {count} more</source>
        <translation>还有 {count} 处</translation>
    </message>
    <message>
        <source>Show {count} more sources</source>
        <translation>显示另外 {count} 处来源</translation>
    </message>
</context>
<context>
    <name>StartView</name>
    <message>
        <source>Sandbox proven</source>
        <translation>沙箱已验证</translation>
    </message>
    <message>
        <source>Hardware found</source>
        <translation>硬件已找到</translation>
    </message>
    <message>
        <source>{model} ready</source>
        <translation>{model}已就绪</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
</context>
<context>
    <name>StatusController</name>
    <message>
        <source>Save the list of checks</source>
        <translation>保存检查清单</translation>
    </message>
    <message>
        <source>CPU, {count} cores</source>
        <translation>CPU，{count} 核</translation>
    </message>
</context>
<context>
    <name>StatusView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop loading and go back to the built-in reader</source>
        <translation>停止加载并改用内置阅读器</translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>Bring a file</source>
        <translation>带来文件</translation>
    </message>
    <message>
        <source>Look at what is hidden</source>
        <translation>查看遮盖的内容</translation>
    </message>
    <message>
        <source>Ask, or take a copy along</source>
        <translation>提问或带走副本</translation>
    </message>
    <message>
        <source>I am done</source>
        <translation>我用完了</translation>
    </message>
</context>
<context>
    <name>TagListModel</name>
    <message>
        <source>Element</source>
        <translation>元素</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>In the copy</source>
        <translation>在副本中</translation>
    </message>
</context>
<context>
    <name>TagsView</name>
    <message>
        <source>Header of the picture</source>
        <translation>图像的文件头</translation>
    </message>
    <message>
        <source>Header of this picture</source>
        <translation>此图像的文件头</translation>
    </message>
    <message>
        <source>Close the header</source>
        <translation>关闭文件头</translation>
    </message>
    <message>
        <source>Search names and values</source>
        <translation>搜索名称和值</translation>
    </message>
    <message>
        <source>Elements of the header</source>
        <translation>文件头的元素</translation>
    </message>
    <message>
        <source>there are more than are listed</source>
        <translation>还有未列出的元素</translation>
    </message>
    <message>
        <source>Reading the header…</source>
        <translation>正在读取文件头…</translation>
    </message>
</context>
<context>
    <name>TakingController</name>
    <message>
        <source>There is no answer to save yet.</source>
        <translation>还没有可以保存的回答。</translation>
    </message>
    <message>
        <source>several documents</source>
        <translation>多个文档</translation>
    </message>
    <message>
        <source>Answers about {subject}</source>
        <translation>关于 {subject} 的回答</translation>
    </message>
    <message>
        <source>Save answers</source>
        <translation>保存回答</translation>
    </message>
    <message>
        <source>1 answer is saved: {name}</source>
        <translation>已保存 1 条回答：{name}</translation>
    </message>
    <message>
        <source>{count} answers are saved: {name}</source>
        <translation>已保存 {count} 条回答：{name}</translation>
    </message>
</context>
<context>
    <name>TextController</name>
    <message>
        <source>Reading the page…</source>
        <translation>正在读取页面…</translation>
    </message>
    <message>
        <source>Reading {count} pages…</source>
        <translation>正在读取 {count} 页…</translation>
    </message>
    <message>
        <source>{at} of {count}</source>
        <translation>第 {at} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Drag over words to select them</source>
        <translation>拖过文字即可选择</translation>
    </message>
    <message>
        <source>No text was found here</source>
        <translation>此处未发现文字</translation>
    </message>
</context>
<context>
    <name>TimeLineController</name>
    <message>
        <source>Looking for what will be hidden…</source>
        <translation>正在查找要遮盖的内容…</translation>
    </message>
    <message>
        <source>Not looked through: nothing of it is sent.</source>
        <translation>尚未查看完毕：不会发送其中任何内容。</translation>
    </message>
    <message>
        <source>This frame is sent: number {place} of {count}</source>
        <translation>这一帧会发送：第 {place} 帧，共 {count} 帧</translation>
    </message>
    <message>
        <source>1 frame is sent</source>
        <translation>会发送 1 帧</translation>
    </message>
    <message>
        <source>{count} frames are sent</source>
        <translation>会发送 {count} 帧</translation>
    </message>
</context>
<context>
    <name>TimeLineView</name>
    <message>
        <source>A second back (Shift+Left)</source>
        <translation>后退一秒（Shift+左）</translation>
    </message>
    <message>
        <source>The frame before (Page Up)</source>
        <translation>上一帧（Page Up）</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>The next frame (Page Down)</source>
        <translation>下一帧（Page Down）</translation>
    </message>
    <message>
        <source>A second on (Shift+Right)</source>
        <translation>前进一秒（Shift+右）</translation>
    </message>
    <message>
        <source>Ask about this frame</source>
        <translation>询问这一帧</translation>
    </message>
    <message>
        <source>Ask about this frame, and others that you choose</source>
        <translation>询问这一帧，以及您选择的其他帧</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop looking through the film</source>
        <translation>停止查看影片</translation>
    </message>
    <message>
        <source>frame {number} of {count}</source>
        <translation>第 {number} 帧，共 {count} 帧</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stop writing the hidden copy</source>
        <translation>停止写入副本</translation>
    </message>
</context>
<context>
    <name>ToastView</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销（Ctrl+Z）</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>TrackCanvas</name>
    <message>
        <source>Time line of the film</source>
        <translation>影片时间线</translation>
    </message>
</context>
<context>
    <name>TrackListView</name>
    <message>
        <source>What will be hidden in this film</source>
        <translation>这部影片中要遮盖的内容</translation>
    </message>
    <message>
        <source>stays visible</source>
        <translation>保持可见</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>请查看</translation>
    </message>
</context>
<context>
    <name>TravellingWordsView</name>
    <message>
        <source>Words that are sent with the page</source>
        <translation>随页面发送的文字</translation>
    </message>
    <message>
        <source>1 word of text is sent, too</source>
        <translation>同时发送文档文本中的 1 个词</translation>
    </message>
    <message>
        <source>{count} words of text are sent, too</source>
        <translation>同时发送文档文本中的 {count} 个词</translation>
    </message>
</context>
<context>
    <name>TrayView</name>
    <message>
        <source>Documents of this conversation</source>
        <translation>本次对话的文档</translation>
    </message>
    <message>
        <source>This conversation</source>
        <translation>本次对话</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Show its folder</source>
        <translation>显示所在文件夹</translation>
    </message>
    <message>
        <source>Stop preparing it</source>
        <translation>停止准备</translation>
    </message>
    <message>
        <source>Prepare it again</source>
        <translation>重新准备</translation>
    </message>
</context>
<context>
    <name>TurnView</name>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Progress of the answer</source>
        <translation>回答的进度</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制回答</translation>
    </message>
    <message>
        <source>Save the answer</source>
        <translation>保存回答</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>From the film at {times}</source>
        <translation>取自影片 {times} 处</translation>
    </message>
    <message>
        <source>Waiting for the document…</source>
        <translation>正在等待文档…</translation>
    </message>
    <message>
        <source>Waiting for your review of what is hidden.</source>
        <translation>等待您审阅遮盖的内容。</translation>
    </message>
    <message>
        <source>Waiting for its turn…</source>
        <translation>正在排队…</translation>
    </message>
    <message>
        <source>Loading {model}, {percent} %</source>
        <translation>正在加载{model}，{percent} %</translation>
    </message>
    <message>
        <source>Loading {model}…</source>
        <translation>正在加载{model}…</translation>
    </message>
    <message>
        <source>Reading frame {done} of {count}…</source>
        <translation>正在读取第 {done} 帧，共 {count} 帧…</translation>
    </message>
    <message>
        <source>Reading page {done} of {count}…</source>
        <translation>正在阅读第 {done} 页，共 {count} 页…</translation>
    </message>
    <message>
        <source>Reading the page…</source>
        <translation>正在阅读页面…</translation>
    </message>
    <message>
        <source>Answering…</source>
        <translation>正在回答…</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>also printed: {values}</source>
        <translation>页面上还有：{values}</translation>
    </message>
    <message>
        <source>{series}, slice {number}</source>
        <translation>{series}，切片 {number}</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>on the page</source>
        <translation>页面上</translation>
    </message>
    <message>
        <source>+ {count} more</source>
        <translation>另有 {count} 处</translation>
    </message>
    <message>
        <source>Show the source on the page: {words}</source>
        <translation>在页面上显示出处：{words}</translation>
    </message>
</context>
<context>
    <name>WindowController</name>
    <message>
        <source>Answers appear here, with their places on the page.</source>
        <translation>回答会显示在这里，并标出其在页面上的位置。</translation>
    </message>
</context>
<context>
    <name>_DocumentList</name>
    <message>
        <source>Remove from this conversation (Del)</source>
        <translation>从此对话中移除（Del）</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>In the question: ask</source>
        <translation>在问题框中：提问</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>In the question: break the line</source>
        <translation>在问题框中：换行</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>In the documents: remove the one that is looked at</source>
        <translation>在文档列表中：移除正在查看的文档</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>In the documents: what else can be done with it</source>
        <translation>在文档列表中：显示其他操作</translation>
    </message>
    <message>
        <source>Bring back what was removed, while that is offered</source>
        <translation>在提示消失前恢复刚移除的内容</translation>
    </message>
    <message>
        <source>Page Up   Page Down</source>
        <translation>Page Up   Page Down</translation>
    </message>
    <message>
        <source>Previous, next page</source>
        <translation>上一页、下一页</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Larger or smaller page</source>
        <translation>放大或缩小页面</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Paste a picture or files</source>
        <translation>粘贴图片或文件</translation>
    </message>
    <message>
        <source>Ask; in the review: accept the page</source>
        <translation>提问；审阅时：接受本页</translation>
    </message>
    <message>
        <source>Leave the review; or stop the answer, and what has come stays</source>
        <translation>离开审阅；或停止回答，已得到的内容会保留</translation>
    </message>
    <message>
        <source>Stop preparing files</source>
        <translation>停止准备文件</translation>
    </message>
    <message>
        <source>Find, select and copy text</source>
        <translation>查找、选择和复制文字</translation>
    </message>
    <message>
        <source>Save the hidden copy</source>
        <translation>保存遮盖后的副本</translation>
    </message>
    <message>
        <source>Redaction: review what will be hidden</source>
        <translation>遮盖：审阅要遮盖的内容</translation>
    </message>
    <message>
        <source>What the model sees</source>
        <translation>模型所见</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Show or hide the documents</source>
        <translation>显示或隐藏文档</translation>
    </message>
    <message>
        <source>Fit the page to the width</source>
        <translation>页面适合宽度</translation>
    </message>
    <message>
        <source>Fit the whole page</source>
        <translation>适合整页</translation>
    </message>
    <message>
        <source>Page at full size</source>
        <translation>按原尺寸显示页面</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>此列表</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>error_messages</name>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>选择其他文件</translation>
    </message>
    <message>
        <source>Continue without it</source>
        <translation>跳过它继续</translation>
    </message>
    <message>
        <source>Ask about a part</source>
        <translation>询问局部</translation>
    </message>
    <message>
        <source>Show the checks</source>
        <translation>显示检查项</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Use the built-in reader</source>
        <translation>使用内置阅读器</translation>
    </message>
    <message>
        <source>Load it in 4 bits</source>
        <translation>以 4 位加载</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详细信息</translation>
    </message>
</context>
<context>
    <name>file_dialogs</name>
    <message>
        <source>There is a file of that name already. Replace it?</source>
        <translation>已有同名文件。要替换它吗？</translation>
    </message>
</context>
<context>
    <name>film</name>
    <message>
        <source>{words}, less than a minute left</source>
        <translation>{words}，剩余不到一分钟</translation>
    </message>
    <message>
        <source>{words}, about {minutes} min left</source>
        <translation>{words}，约剩 {minutes} 分钟</translation>
    </message>
    <message>
        <source>Looking for what will be hidden:</source>
        <translation>正在查找要遮盖的内容：</translation>
    </message>
    <message>
        <source>Looking again with all that hidden:</source>
        <translation>遮盖后再次查看：</translation>
    </message>
    <message>
        <source>Writing the hidden copy:</source>
        <translation>正在写入遮盖后的副本：</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>左、右</translation>
    </message>
    <message>
        <source>A frame back or on</source>
        <translation>后退或前进一帧</translation>
    </message>
    <message>
        <source>Shift+Left, Right</source>
        <translation>Shift+左、右</translation>
    </message>
    <message>
        <source>A second back or on</source>
        <translation>后退或前进一秒</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>In its review: the doubtful stretch before or after</source>
        <translation>在其审阅中：上一处或下一处存疑片段</translation>
    </message>
    <message>
        <source>About {count} frames</source>
        <translation>关于 {count} 帧</translation>
    </message>
    <message>
        <source>About the frame at {time}</source>
        <translation>关于 {time} 处的一帧</translation>
    </message>
</context>
<context>
    <name>kinds</name>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>ID number</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>Patient number</source>
        <translation>病历号</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>签名</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>电子邮箱</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>电话号码</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Network address</source>
        <translation>网络地址</translation>
    </message>
    <message>
        <source>Bank account</source>
        <translation>银行账户</translation>
    </message>
    <message>
        <source>Card number</source>
        <translation>卡号</translation>
    </message>
    <message>
        <source>VAT number</source>
        <translation>增值税号</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>QR code or barcode</source>
        <translation>二维码或条形码</translation>
    </message>
    <message>
        <source>Licence plate</source>
        <translation>车牌</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Word from your list</source>
        <translation>您列表中的词</translation>
    </message>
    <message>
        <source>Your own box</source>
        <translation>您画的框</translation>
    </message>
    <message>
        <source>{kind}? You decide</source>
        <translation>{kind}？由您决定</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>drawn by you</source>
        <translation>由您画出</translation>
    </message>
    <message>
        <source>changed by you</source>
        <translation>由您修改</translation>
    </message>
    <message>
        <source>found by a detector</source>
        <translation>由检测器找到</translation>
    </message>
    <message>
        <source>found by a rule</source>
        <translation>由规则找到</translation>
    </message>
    <message>
        <source>Text that names the patient</source>
        <translation>写有患者信息的文字</translation>
    </message>
</context>
<context>
    <name>kiosk_facts</name>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
</context>
<context>
    <name>licences</name>
    <message>
        <source>Academic research is free of charge.</source>
        <translation>学术研究免费。</translation>
    </message>
    <message>
        <source>Commercial use is free of charge, but users must register with the publisher first.</source>
        <translation>商业使用免费，但使用者须先向发布者登记。</translation>
    </message>
    <message>
        <source>Military and illegal purposes are excluded, and so is what harms the public interest or people&apos;s rights.</source>
        <translation>禁止军事和非法用途，也禁止损害公共利益或他人权益的用途。</translation>
    </message>
    <message>
        <source>Provided as it is, without warranty; the law of the People&apos;s Republic of China applies.</source>
        <translation>按原样提供，不作担保；适用中华人民共和国法律。</translation>
    </message>
    <message>
        <source>Applies because the language part was made from Meta Llama 3.</source>
        <translation>由于语言部分源自 Meta Llama 3，因此适用。</translation>
    </message>
    <message>
        <source>Use must follow Meta&apos;s Acceptable Use Policy.</source>
        <translation>使用须遵守 Meta 的可接受使用政策。</translation>
    </message>
    <message>
        <source>Who passes the model on must show &apos;Built with Meta Llama 3&apos; and hand on this agreement.</source>
        <translation>转交模型者须标明“Built with Meta Llama 3”并随附本协议。</translation>
    </message>
    <message>
        <source>Companies with more than 700 million monthly users need a licence of their own from Meta.</source>
        <translation>月活跃用户超过 7 亿的公司须另向 Meta 取得许可。</translation>
    </message>
    <message>
        <source>Free use, also commercial. Who passes the model on keeps its licence and its notices.</source>
        <translation>可免费使用，包括商业用途。转交模型者须保留其许可证和声明。</translation>
    </message>
    <message>
        <source>Applies because the language part was made from Qwen2.5.</source>
        <translation>因语言部分基于 Qwen2.5 而适用。</translation>
    </message>
    <message>
        <source>Read the text that came with the model: it may bind large companies to a licence of their own.</source>
        <translation>请阅读模型附带的文本：大型公司可能需要单独的许可。</translation>
    </message>
    <message>
        <source>Research and evaluation only; commercial use needs a licence of its own.</source>
        <translation>仅限研究和评估；商业用途需要单独的许可。</translation>
    </message>
    <message>
        <source>Use must follow Google&apos;s Gemma Prohibited Use Policy.</source>
        <translation>使用须遵守 Google 的 Gemma 禁止用途政策。</translation>
    </message>
    <message>
        <source>Who passes the model on must hand on these terms.</source>
        <translation>转交模型者须一并转交这些条款。</translation>
    </message>
    <message>
        <source>Not meant for diagnosis or treatment: whoever uses it so needs the approvals that the law asks for.</source>
        <translation>不用于诊断或治疗：如此使用者须取得法律要求的批准。</translation>
    </message>
    <message>
        <source>Applies because the language part was made from Meta Llama 2.</source>
        <translation>因语言部分基于 Meta Llama 2 而适用。</translation>
    </message>
    <message>
        <source>The language part is Vicuna: research only, no commercial use.</source>
        <translation>语言部分是 Vicuna：仅限研究，不得商用。</translation>
    </message>
    <message>
        <source>That these are its terms we know from others, not from the model&apos;s own licence: the text that came with it counts.</source>
        <translation>这些条款是我们从他人处得知的，并非读自该模型自己的许可证：以随模型附带的文本为准。</translation>
    </message>
    <message>
        <source>Terms of an unlisted model</source>
        <translation>未收录模型的条款</translation>
    </message>
    <message>
        <source>In Camera does not know who published this folder or on which terms.</source>
        <translation>In Camera 不知道此文件夹由谁发布，也不知道其条款。</translation>
    </message>
    <message>
        <source>Use it only if you have the right to.</source>
        <translation>请仅在您有权使用时使用。</translation>
    </message>
</context>
<context>
    <name>locks</name>
    <message>
        <source>Your organisation has decided: what &quot;{policy}&quot; hides is hidden under every policy.</source>
        <translation>您所在的组织规定：“{policy}”所遮盖的内容在任何策略下都会遮盖。</translation>
    </message>
    <message>
        <source>Your organisation has decided: a person looks at what is hidden before anything is asked.</source>
        <translation>您所在的组织规定：提问之前，必须有人查看遮盖的内容。</translation>
    </message>
    <message>
        <source>Your organisation has decided which models may answer; others are refused.</source>
        <translation>您所在的组织规定了可以回答的模型；其他模型会被拒绝。</translation>
    </message>
    <message>
        <source>any format</source>
        <translation>任意格式</translation>
    </message>
    <message>
        <source>any folder</source>
        <translation>任意文件夹</translation>
    </message>
    <message>
        <source>Your organisation has decided what may be saved: {formats}; and where: {folders}.</source>
        <translation>您所在的组织规定了可以保存的格式：{formats}；以及位置：{folders}。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Your organisation has what is done written down, without a word of any document.</source>
        <translation>您所在的组织会记录所做的操作，但不含任何文件的文字。</translation>
    </message>
    <message>
        <source>Your organisation has decided on the language.</source>
        <translation>您的机构已确定使用的语言。</translation>
    </message>
</context>
<context>
    <name>model_words</name>
    <message>
        <source>{memory} of memory, {cores} cores, and {gpu}, whose own memory counts instead.</source>
        <translation>{memory} 内存，{cores} 个核心；另有 {gpu}，以其自身显存为准。</translation>
    </message>
    <message>
        <source>{memory} of memory and {cores} cores; no graphics card was found, so a large model takes minutes for an answer.</source>
        <translation>{memory} 内存，{cores} 个核心；未发现显卡，大型模型回答一次需要数分钟。</translation>
    </message>
    <message>
        <source>takes about {full} of memory in full precision.</source>
        <translation>以完整精度约需 {full} 内存。</translation>
    </message>
    <message>
        <source>fits in full precision, which takes about {full} of {memory}.</source>
        <translation>可以完整精度运行，约需 {full}，共有 {memory}。</translation>
    </message>
    <message>
        <source>is stored in 4 bits and fits: it takes about {four_bit} of {memory}.</source>
        <translation>以 4 位存储，可以运行：约需 {four_bit}，共有 {memory}。</translation>
    </message>
    <message>
        <source>fits in 4 bits, which takes about {four_bit} of {memory}; in full it would take {full}.</source>
        <translation>可以 4 位运行，约需 {four_bit}，共有 {memory}；完整精度则需 {full}。</translation>
    </message>
    <message>
        <source>does not fit: even in 4 bits it takes about {four_bit}, and there are {memory}.</source>
        <translation>无法运行：即使以 4 位也约需 {four_bit}，而只有 {memory}。</translation>
    </message>
</context>
<context>
    <name>overview_words</name>
    <message>
        <source>A blank page: no text was found.</source>
        <translation>一张空白页：未找到文字。</translation>
    </message>
    <message>
        <source>A picture with little or no text. What it shows, the built-in reader cannot tell.</source>
        <translation>一张文字很少或没有文字的图片。图中是什么，内置阅读器无法判断。</translation>
    </message>
    <message>
        <source>A receipt.</source>
        <translation>一张收据。</translation>
    </message>
    <message>
        <source>An invoice.</source>
        <translation>一张发票。</translation>
    </message>
    <message>
        <source>A page of text.</source>
        <translation>一页文字。</translation>
    </message>
    <message>
        <source>Text: 1 line.</source>
        <translation>文字：1 行。</translation>
    </message>
    <message>
        <source>Text: {count} lines.</source>
        <translation>文字：{count} 行。</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{count} rows</source>
        <translation>{count} 行</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>1 列</translation>
    </message>
    <message>
        <source>{count} columns</source>
        <translation>{count} 列</translation>
    </message>
    <message>
        <source>Table: {rows}, {columns}.</source>
        <translation>表格：{rows}，{columns}。</translation>
    </message>
    <message>
        <source>Faces: {count}.</source>
        <translation>人脸：{count}。</translation>
    </message>
    <message>
        <source>It begins: {words}</source>
        <translation>开头是：{words}</translation>
    </message>
    <message>
        <source>Code: {text}</source>
        <translation>代码：{text}</translation>
    </message>
</context>
<context>
    <name>policies</name>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>hide nothing</source>
        <translation>不遮盖</translation>
    </message>
    <message>
        <source>Nothing is looked for. Only boxes that you draw yourself are hidden.</source>
        <translation>不查找任何内容。只遮盖您自己画出的框。</translation>
    </message>
    <message>
        <source>faces, fast</source>
        <translation>人脸（快速）</translation>
    </message>
    <message>
        <source>quick; may miss small faces</source>
        <translation>快速；可能漏掉小的人脸</translation>
    </message>
    <message>
        <source>Hides faces. Quick, but small, turned and half-covered faces may be missed.</source>
        <translation>遮盖人脸。速度快，但可能漏掉较小、侧转或半遮挡的人脸。</translation>
    </message>
    <message>
        <source>faces</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>for most pictures</source>
        <translation>适合多数图片</translation>
    </message>
    <message>
        <source>Hides faces, with hair and chin. Text stays.</source>
        <translation>遮盖人脸，包括头发和下巴。文字保留。</translation>
    </message>
    <message>
        <source>faces, thorough</source>
        <translation>人脸（细致）</translation>
    </message>
    <message>
        <source>small and turned faces, too; slower</source>
        <translation>也找小的和侧转的人脸；较慢</translation>
    </message>
    <message>
        <source>Hides faces, small and turned ones, too. Slower, and now and then hides what is no face.</source>
        <translation>遮盖人脸，也包括较小和侧转的人脸。较慢，偶尔会遮盖并非人脸的内容。</translation>
    </message>
    <message>
        <source>faces and text</source>
        <translation>人脸和文字</translation>
    </message>
    <message>
        <source>faces and personal data</source>
        <translation>人脸和个人信息</translation>
    </message>
    <message>
        <source>Hides faces, names, addresses, phone and e-mail, dates of birth, ID, bank and card numbers, and codes.</source>
        <translation>遮盖人脸、姓名、地址、电话和邮箱、出生日期、证件号、银行账号和卡号，以及各种码。</translation>
    </message>
    <message>
        <source>medical</source>
        <translation>医疗</translation>
    </message>
    <message>
        <source>who the patient is; you review</source>
        <translation>患者身份；由您审阅</translation>
    </message>
    <message>
        <source>Hides what names or finds a patient; values, doses and findings stay. Sending waits for your review.</source>
        <translation>遮盖能指明或找到患者的内容；数值、剂量和检查结果保留。您审阅之后才会发送。</translation>
    </message>
    <message>
        <source>financial</source>
        <translation>财务</translation>
    </message>
    <message>
        <source>whose money it is; you review</source>
        <translation>资金归属；由您审阅</translation>
    </message>
    <message>
        <source>Hides people, accounts, cards and tax numbers; sums, dates and items stay. Sending waits for your review.</source>
        <translation>遮盖人员、账户、卡号和税号；金额、日期和项目保留。您审阅之后才会发送。</translation>
    </message>
    <message>
        <source>all text</source>
        <translation>所有文字</translation>
    </message>
    <message>
        <source>every line, faces and codes</source>
        <translation>每一行、人脸和码</translation>
    </message>
    <message>
        <source>Covers every line of text, and faces and codes. Arabic, Hebrew, Thai and Korean lines are not always seen: look yourself.</source>
        <translation>遮盖每一行文字，以及人脸和码。阿拉伯文、希伯来文、泰文和韩文的行不一定都能找到：请亲自查看。</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>您自己的</translation>
    </message>
    <message>
        <source>Not read: Cyrillic, Greek, Arabic, Hebrew, Thai, Indian and Korean writing. For it choose &quot;all text&quot;.</source>
        <translation>不识别：西里尔文、希腊文、阿拉伯文、希伯来文、泰文、印度文字和韩文。遇到时请选“所有文字”。</translation>
    </message>
    <message>
        <source>Hides what your own policy file says.</source>
        <translation>按您自己的策略文件遮盖。</translation>
    </message>
</context>
<context>
    <name>policy_rows</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>set</source>
        <translation>已设置</translation>
    </message>
    <message>
        <source>not decided: default</source>
        <translation>未规定：默认</translation>
    </message>
    <message>
        <source>recommended: {file}</source>
        <translation>建议：{file}</translation>
    </message>
    <message>
        <source>{file}, instead of {others}</source>
        <translation>{file}，取代 {others}</translation>
    </message>
</context>
<context>
    <name>presets</name>
    <message>
        <source>Read all text</source>
        <translation>读出全部文字</translation>
    </message>
    <message>
        <source>Invoice fields</source>
        <translation>发票字段</translation>
    </message>
    <message>
        <source>Table to CSV</source>
        <translation>表格转 CSV</translation>
    </message>
    <message>
        <source>Describe this</source>
        <translation>描述内容</translation>
    </message>
    <message>
        <source>What happens when</source>
        <translation>何时发生了什么</translation>
    </message>
    <message>
        <source>UI review</source>
        <translation>界面评审</translation>
    </message>
    <message>
        <source>Technical diagram</source>
        <translation>技术图纸</translation>
    </message>
    <message>
        <source>Product attributes</source>
        <translation>产品属性</translation>
    </message>
    <message>
        <source>Medical notes</source>
        <translation>医学影像记录</translation>
    </message>
    <message>
        <source>Not for diagnosis.</source>
        <translation>不可用于诊断。</translation>
    </message>
</context>
<context>
    <name>review_keys</name>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Agree with the box and go to the next</source>
        <translation>同意该框并转到下一个</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Let it be seen</source>
        <translation>让它可见</translation>
    </message>
    <message>
        <source>Previous, next box</source>
        <translation>上一个、下一个框</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Draw a box; with Ctrl also over another</source>
        <translation>画一个框；按住 Ctrl 可画在其他框上</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Insert</translation>
    </message>
    <message>
        <source>A new box in the middle</source>
        <translation>在中间新建一个框</translation>
    </message>
    <message>
        <source>Arrows</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>Move it; with Shift by 10, with Alt resize it</source>
        <translation>移动；按 Shift 每次 10 像素，按 Alt 改变大小</translation>
    </message>
    <message>
        <source>Undo, redo</source>
        <translation>撤销、重做</translation>
    </message>
    <message>
        <source>Hold: see the page without boxes</source>
        <translation>按住：查看不带框的页面</translation>
    </message>
</context>
<context>
    <name>series</name>
    <message>
        <source>soft tissue</source>
        <translation>软组织</translation>
    </message>
    <message>
        <source>lung</source>
        <translation>肺</translation>
    </message>
    <message>
        <source>bone</source>
        <translation>骨</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>脑</translation>
    </message>
    <message>
        <source>liver</source>
        <translation>肝</translation>
    </message>
    <message>
        <source>all values</source>
        <translation>全部数值</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>cleaned</source>
        <translation>已清理</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>shifted</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>emptied</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>as the file says</source>
        <translation>按文件设定</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Home   End</source>
        <translation>Home   End</translation>
    </message>
    <message>
        <source>First, last slice</source>
        <translation>第一张、最后一张切片</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+滚轮</translation>
    </message>
    <message>
        <source>Previous, next slice</source>
        <translation>上一张、下一张切片</translation>
    </message>
    <message>
        <source>Right button, drag</source>
        <translation>按住右键拖动</translation>
    </message>
    <message>
        <source>The window: wider to the right, its level higher downwards</source>
        <translation>调窗：向右加宽，向下提高窗位</translation>
    </message>
</context>
<context>
    <name>shield_view</name>
    <message>
        <source>Checking that the model cannot reach the network…</source>
        <translation>正在检查模型是否无法访问网络…</translation>
    </message>
    <message>
        <source>Model cannot reach the network · {held} of {of} checked {at}</source>
        <translation>模型无法访问网络 · 已验证 {held}/{of} 项 {at}</translation>
    </message>
    <message>
        <source>Not everything is closed · {held} of {of} tests held {at}</source>
        <translation>并非全部封闭 · {held}/{of} 项测试通过 {at}</translation>
    </message>
    <message>
        <source>The model is not running · {held} of {of} tests held</source>
        <translation>模型未运行 · {held}/{of} 项测试通过</translation>
    </message>
    <message>
        <source>refused, as it must be</source>
        <translation>已被拒绝，符合要求</translation>
    </message>
    <message>
        <source>refused, but not enforced here</source>
        <translation>被拒绝，但本系统未强制</translation>
    </message>
    <message>
        <source>was possible</source>
        <translation>未被阻止</translation>
    </message>
    <message>
        <source>Both parts are trying to break out of their sandbox. This takes about a second.</source>
        <translation>两个部分正在尝试突破各自的沙箱，大约需要一秒。</translation>
    </message>
    <message>
        <source>At start, each part tried the following from inside its sandbox. Every attempt must fail.</source>
        <translation>启动时，每个部分都在沙箱内尝试了以下操作。每次尝试都必须失败。</translation>
    </message>
    <message>
        <source>Some attempts were not refused on this system. What a part could do is marked below.</source>
        <translation>有些尝试在本系统上没有被拒绝。下面标出了可能做到的操作。</translation>
    </message>
    <message>
        <source>A part did not start, or its sandbox could not be proven. Nothing is opened or sent.</source>
        <translation>某个部分没有启动，或其沙箱无法验证。没有打开或发送任何内容。</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Open a connection to the internet (IPv4)</source>
        <translation>连接互联网 (IPv4)</translation>
    </message>
    <message>
        <source>Open a connection to the internet (IPv6)</source>
        <translation>连接互联网 (IPv6)</translation>
    </message>
    <message>
        <source>Send a packet without a connection (UDP)</source>
        <translation>发送无连接数据包 (UDP)</translation>
    </message>
    <message>
        <source>Look up a name on the internet</source>
        <translation>在互联网上查询域名</translation>
    </message>
    <message>
        <source>Read your home folder</source>
        <translation>读取您的主文件夹</translation>
    </message>
    <message>
        <source>Write a file outside its scratch folder</source>
        <translation>在临时文件夹之外写文件</translation>
    </message>
    <message>
        <source>Write more into its scratch folder than a film may take</source>
        <translation>在临时文件夹中写入超过影片允许的数据量</translation>
    </message>
    <message>
        <source>Start another program</source>
        <translation>启动其他程序</translation>
    </message>
    <message>
        <source>Talk to another program on this machine</source>
        <translation>与本机其他程序通信</translation>
    </message>
    <message>
        <source>Signal, inspect or slow down another program</source>
        <translation>向其他程序发送信号、查看或拖慢它</translation>
    </message>
    <message>
        <source>Leave a mark on a file it may only read</source>
        <translation>在只读文件上留下标记</translation>
    </message>
    <message>
        <source>Leave a message for another program</source>
        <translation>给其他程序留下消息</translation>
    </message>
    <message>
        <source>Go on after In Camera has ended</source>
        <translation>在 In Camera 结束后继续运行</translation>
    </message>
    <message>
        <source>Read the names of disks and networks</source>
        <translation>读取磁盘和网络的名称</translation>
    </message>
    <message>
        <source>the file ends too early: only what is there of the picture</source>
        <translation>文件不完整：仅显示图片已有的部分</translation>
    </message>
    <message>
        <source>The part that opens your files</source>
        <translation>打开文件的部分</translation>
    </message>
    <message>
        <source>The part that answers</source>
        <translation>回答问题的部分</translation>
    </message>
    <message>
        <source>read from the page</source>
        <translation>从页面读取</translation>
    </message>
    <message>
        <source>one answer a document</source>
        <translation>每个文档一个答案</translation>
    </message>
    <message>
        <source>code decoded</source>
        <translation>由条码解出</translation>
    </message>
    <message>
        <source>counted by the detector</source>
        <translation>由检测器计数</translation>
    </message>
    <message>
        <source>summary of what can be known</source>
        <translation>可知内容的概要</translation>
    </message>
    <message>
        <source>seen by the model</source>
        <translation>由模型看图得出</translation>
    </message>
    <message>
        <source>Not found on this page.</source>
        <translation>在此页面上未找到。</translation>
    </message>
    <message>
        <source>The built-in reader cannot answer this. It reads text, fields, tables and codes, and counts faces.</source>
        <translation>内置阅读器无法回答这个问题。它能读取文字、字段、表格和条码，并统计人脸数量。</translation>
    </message>
    <message>
        <source>Automatic, by the memory there is</source>
        <translation>自动（按可用内存）</translation>
    </message>
    <message>
        <source>Full (bf16)</source>
        <translation>完整 (bf16)</translation>
    </message>
    <message>
        <source>8-bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>4-bit</source>
        <translation>4 位</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Buyer</source>
        <translation>买方</translation>
    </message>
    <message>
        <source>Buyer&apos;s address</source>
        <translation>买方地址</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Due date</source>
        <translation>到期日</translation>
    </message>
    <message>
        <source>Delivery date</source>
        <translation>交货日期</translation>
    </message>
    <message>
        <source>Order date</source>
        <translation>订单日期</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>出生日期</translation>
    </message>
    <message>
        <source>Date of issue</source>
        <translation>签发日期</translation>
    </message>
    <message>
        <source>Date of expiry</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Date of visit</source>
        <translation>就诊日期</translation>
    </message>
    <message>
        <source>Next visit</source>
        <translation>下次就诊</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Customer number</source>
        <translation>客户编号</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>总额</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>净额</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>税额</translation>
    </message>
    <message>
        <source>Subtotal</source>
        <translation>小计</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>Surcharge</source>
        <translation>附加费</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>舍入</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>现金</translation>
    </message>
    <message>
        <source>Already paid</source>
        <translation>已付金额</translation>
    </message>
    <message>
        <source>Brought forward</source>
        <translation>上期结转</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>找零</translation>
    </message>
    <message>
        <source>Amount due</source>
        <translation>应付金额</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>付款方式</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>VAT ID</source>
        <translation>增值税号</translation>
    </message>
    <message>
        <source>Buyer&apos;s VAT ID</source>
        <translation>买方增值税号</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税务登记号</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Fax</source>
        <translation>传真</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>网站</translation>
    </message>
    <message>
        <source>only the first pictures of the animation</source>
        <translation>仅动画的前几帧</translation>
    </message>
    <message>
        <source>Built-in reader</source>
        <translation>内置阅读器</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>slice {number}</source>
        <translation>切片 {number}</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>What can be opened</source>
        <translation>可以打开的文件</translation>
    </message>
    <message>
        <source>Not for diagnosis</source>
        <translation>不可用于诊断</translation>
    </message>
    <message>
        <source>Nothing is sent before you have reviewed what will be hidden.</source>
        <translation>您审阅要遮盖的内容之前，不会发送任何内容。</translation>
    </message>
    <message>
        <source>Nothing is sent before you have reviewed {count} pages.</source>
        <translation>您审阅 {count} 页之前，不会发送任何内容。</translation>
    </message>
    <message>
        <source>Nothing is sent before you have reviewed {count} slices.</source>
        <translation>您审阅 {count} 张切片之前，不会发送任何内容。</translation>
    </message>
    <message>
        <source>A face can be rebuilt from these slices.</source>
        <translation>由这些切片可以重建面部。</translation>
    </message>
    <message>
        <source>Not found in the frames that were read.</source>
        <translation>在读取的帧中没有找到。</translation>
    </message>
    <message>
        <source>Not found in the slices that were read.</source>
        <translation>在读取的切片中没有找到。</translation>
    </message>
    <message>
        <source>Not found on the pages that were read.</source>
        <translation>在读取的页面上没有找到。</translation>
    </message>
    <message>
        <source>{text} (check this)</source>
        <translation>{text}（请核对）</translation>
    </message>
    <message>
        <source>(Stopped before it was complete.)</source>
        <translation>（在完成之前已停止。）</translation>
    </message>
    <message>
        <source>read from the frame</source>
        <translation>从帧读取</translation>
    </message>
    <message>
        <source>read from the slice</source>
        <translation>从切片读取</translation>
    </message>
    <message>
        <source>found by rule: {rule}</source>
        <translation>按规则得出：{rule}</translation>
    </message>
    <message>
        <source>found by rule</source>
        <translation>按规则得出</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Check this</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{done} of {total} {unit}</source>
        <translation>{done} / {total} {unit}</translation>
    </message>
    <message>
        <source>{count} tokens/s</source>
        <translation>{count} 词元/秒</translation>
    </message>
    <message>
        <source>Answered from pages {first} to {last} of {count}. Ask again to have all of them read.</source>
        <translation>根据第 {first} 至 {last} 页（共 {count} 页）回答。再次提问即可读取全部页面。</translation>
    </message>
    <message>
        <source>Answered from pages {first} to {last} of {count}; the rest is still being prepared.</source>
        <translation>根据第 {first} 至 {last} 页（共 {count} 页）回答；其余页面仍在准备中。</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>{count} documents:</source>
        <translation>{count} 个文档：</translation>
    </message>
    <message>
        <source>not for diagnosis</source>
        <translation>不可用于诊断</translation>
    </message>
    <message>
        <source>a face can be rebuilt from these slices</source>
        <translation>由这些切片可以重建面部</translation>
    </message>
    <message>
        <source>the pictures were compressed with loss before</source>
        <translation>图像此前经过有损压缩</translation>
    </message>
    <message>
        <source>some files of the folder are no pictures that can be read</source>
        <translation>文件夹中有些文件不是可读取的图片</translation>
    </message>
</context>
</TS>
