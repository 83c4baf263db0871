# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = هذه الصفحة غير موجودة
nav-overview = نظرة عامة
nav-project = المشروع
nav-updates = المستجدات
nav-deliverables = المخرجات
nav-documents = المستندات
nav-requests = الطلبات
nav-money = الميزانية والفواتير
nav-team = فريق العمل

## Around every page

skip-link = الانتقال إلى المحتوى
menu = القائمة
menu-label = الصفحات
private-note = أُعدّت هذه الصفحة لـ { $client }. يُرجى عدم مشاركة الرابط.
not-found-text = ربما نُقلت أو تغيّر اسمها. كل ما يخصكم لا يزال في بوابتكم.
not-found-link = إلى النظرة العامة
archived-note = اكتمل هذا العمل، وتبقى البوابة سجلًا له.
project-archived = اكتمل هذا المشروع.

## Overview: what do you need from me

waiting-title = { $count ->
    [zero] لا نحتاج منكم إلى شيء
    [one] نحتاج منكم إلى أمر واحد
    [two] نحتاج منكم إلى أمرين
    [few] نحتاج منكم إلى { $count } أمور
    [many] نحتاج منكم إلى { $count } أمرًا
   *[other] نحتاج منكم إلى { $count } أمر
}
waiting-more = { $count ->
    [zero] لا مزيد
    [one] أمر آخر
    [two] أمران آخران
    [few] { $count } أمور أخرى
    [many] { $count } أمرًا آخر
   *[other] { $count } أمر آخر
}
waiting-none-title = لا شيء بانتظاركم
waiting-none-text = الدور الآن علينا. وحين نحتاج إلى شيء ستجدونه هنا في أعلى الصفحة.
waiting-none-archived = اكتمل كل شيء. شكرًا لتعاونكم معنا.
waiting-request = يُرجى الإرسال
waiting-review = يُرجى المراجعة
waiting-next_step = الخطوة التالية
waiting-task = مهمة
waiting-checklist = للبدء
waiting-invoice = فاتورة
due-by = الموعد: { $date }
overdue = متأخر

## Overview: where does it stand

status-title = أين وصلنا
status-none = لا يوجد تقرير عن الوضع بعد. وإلى حينه تجدون الأهم في المستجدات.
status-more = التفاصيل
as-of = بتاريخ { $date }
health-on_track = يسير وفق الخطة
health-at_risk = معرّض للتأخير
health-off_track = خارج الخطة
health-paused = متوقف مؤقتًا
health-done = مكتمل
phase-of = { $phase }، المرحلة { $number } من { $count }
phases-title = المراحل
phase-past = (مكتملة)
progress-label = التقدّم
progress-of = تقدّم { $title }
progress-milestones = { $of ->
    [zero] أُنجز { $done } من { $of }
    [one] أُنجز { $done } من مرحلة رئيسية واحدة
    [two] أُنجز { $done } من مرحلتين رئيسيتين
    [few] أُنجز { $done } من { $of } مراحل رئيسية
    [many] أُنجز { $done } من { $of } مرحلة رئيسية
   *[other] أُنجز { $done } من { $of } مرحلة رئيسية
}

## Overview: what is new, where are my files, whom do I ask

news-title = ما الجديد
see-all = عرض الكل
news-none = لا مستجدات بعد. سيظهر أولها هنا.
news-update = مستجد
news-version = إصدار جديد
files-title = ملفاتكم
files-none = لا ملفات بعد. كل ما نسلّمه إليكم سيُحفظ هنا.
contact-title = لمن تتوجهون بالسؤال
book-call = حجز مكالمة
links-title = روابط

## Project

next-title = الخطوات التالية
milestones-title = المراحل الرئيسية
milestone-state-planned = مخطط لها
milestone-state-in_progress = قيد التنفيذ
milestone-state-done = أُنجزت
milestone-state-cancelled = ملغاة
planned-for = كان مخططًا في
depends-on = بعد: { $names }
slip-later = { $count ->
    [zero] دون تأخير
    [one] بتأخير يوم واحد
    [two] بتأخير يومين
    [few] بتأخير { $count } أيام
    [many] بتأخير { $count } يومًا
   *[other] بتأخير { $count } يوم
}
slip-earlier = { $count ->
    [zero] في الموعد
    [one] قبل الموعد بيوم واحد
    [two] قبل الموعد بيومين
    [few] قبل الموعد بـ { $count } أيام
    [many] قبل الموعد بـ { $count } يومًا
   *[other] قبل الموعد بـ { $count } يوم
}
tasks-title = المهام
task-state-todo = لم تبدأ
task-state-doing = قيد التنفيذ
task-state-blocked = متعثرة
task-state-done = أُنجزت
history-title = تقارير سابقة

## Updates

pinned = مثبّت
tags-label = وسوم
attachments-title = المرفقات
neighbours-label = مستجدات أخرى
older = الأقدم
newer = الأحدث

## Deliverables

deliverable-state-draft = مسودة
deliverable-state-in_review = بانتظار مراجعتكم
deliverable-state-changes_requested = طُلبت تعديلات
deliverable-state-approved = معتمد
deliverable-state-final = نهائي
deliverable-kind-design = تصميم
deliverable-kind-document = مستند
deliverable-kind-video = فيديو
deliverable-kind-audio = صوت
deliverable-kind-website = موقع إلكتروني
deliverable-kind-print = مطبوعات
deliverable-kind-prototype = نموذج أولي
deliverable-kind-data = بيانات
deliverable-kind-other = ملف
version-name = الإصدار { $id }
version-current = الحالي
versions-title = الإصدارات
approvals-title = الاعتمادات
approved-by = اعتماد { $name } للإصدار { $version }
belongs-to = ضمن المرحلة «{ $title }»
open-file = فتح الملف
pdf-fallback = متصفحكم لا يعرض ملفات PDF داخل الصفحة.
preview-truncated = يظهر هنا البداية فقط، والبقية في الملف.
prototype-open = فتح النموذج الأولي
prototype-close = إغلاق النموذج الأولي
prototype-files = كل الملفات

## Documents

documents-other = مستندات أخرى
documents-none = لا مستندات بعد. ستُحفظ العقود والتقارير هنا.

## Requests

requests-open = ما نحتاجه منكم
requests-none = لا شيء حاليًا.
requests-sent = قيد المراجعة لدينا
requests-accepted = مكتمل
request-state-rejected = يُرجى الإرسال مجددًا
request-send = إرسال
checklist-title = للبدء
checklist-done = أُنجز { $done } من { $of }

## Money

outstanding = المبلغ المستحق: { $amount }
outstanding-none = لا مبالغ مستحقة
budget-left = المتبقي: { $amount }
budget-over = تجاوز الميزانية: { $amount }
budget-used = استُخدم { $used } من { $total }
budget-used-label = النسبة المستخدمة من الميزانية
hours = { $amount } ساعة
invoices-title = الفواتير
invoice-number = الفاتورة
invoice-issued = التاريخ
invoice-state = الحالة
invoice-amount = المبلغ
invoice-state-open = مستحقة
invoice-state-paid = مدفوعة
invoice-state-void = ملغاة
paid-on = دُفعت في { $date }
pay = الدفع

## People

decides = صاحب قرار الاعتماد
office-title = المكتب

## Shared resources

collection-none = لا يوجد شيء هنا بعد.

## The lock screen, and what is said around an open portal

lock-title = بوابة خاصة
lock-opening = جارٍ الفتح…
lock-label = رمز الدخول
lock-hint = لا فرق بين الأحرف الكبيرة والصغيرة، ولا أثر للمسافات والشرطات.
lock-open = فتح
lock-checking = جارٍ التحقق من الرمز…
lock-again = إعادة المحاولة
lock-use-link = يُرجى فتح الرابط الذي أرسلته إليكم { $agency }. المفتاح موجود في الرابط، ولا يحتفظ به هذا المتصفح.
lock-wrong-link = هذا الرابط لا يفتح البوابة. تأكدوا من اكتماله، أو اطلبوا رابطًا جديدًا من { $agency }.
lock-wrong-code = هذا الرمز لا يفتح البوابة. تحققوا منه حرفًا حرفًا، أو اطلبوا رمزًا جديدًا من { $agency }.
lock-wrong-pair = هذا الرمز لا يوافق رابطكم. تحققوا من الرمز حرفًا حرفًا، ومن أن الرابط هو رابطكم أنتم.
lock-offline = تعذّر الوصول إلى البوابة. تحققوا من الاتصال ثم أعيدوا المحاولة.
lock-no-portal = لا توجد بوابة على هذا العنوان. ابحثوا عن رابط أحدث، أو اطلبوه من { $agency }.
lock-missing = جزء من البوابة غير موجود. ربما يجري تحديثها: أعيدوا المحاولة بعد دقيقة.
lock-damaged = ما وصل تالف أو جرى تغييره، ولذلك لا يُعرض. أعيدوا المحاولة؛ وإن تكرر ذلك فأبلغوا { $agency }.
lock-outdated = البوابة أحدث من هذه الصفحة. يُرجى إعادة تحميل الصفحة.
lock-expired = انتهت صلاحية دخولكم في { $date }. إن كنتم لا تزالون بحاجة إليه فتواصلوا مع { $agency }.
lock-too-large = هذا الملف أكبر من أن يُفتح في نافذة المتصفح هذه. افتحوا الرابط في إصدار حديث من Firefox أو Chrome أو Edge أو Safari وليس في نافذة خاصة، أو اطلبوا الملف من { $agency }: الأمر «keyfolio open» يحفظ كل ملفات البوابة.
lock-unplayable = لا يستطيع هذا المتصفح تشغيل هذا الملف. نزّلوه لفتحه ببرنامج آخر.
lock-unsupported = هذا المتصفح أقدم من أن يفتح البوابة. يُرجى استخدام إصدار حديث من Chrome أو Edge أو Firefox أو Safari.
lock-insecure = الاتصال بهذا العنوان غير آمن، ولذلك تبقى البوابة مغلقة. استخدموا العنوان الذي يبدأ بـ https://
lock-now = قفل
lock-close = حسنًا
lock-load = تحميل ({ $size })
lock-outside = هذا الرابط يخرج من النموذج الأولي، ولذلك لا يُفتح هنا.
lock-prototype-large = هذا النموذج الأولي أكبر من أن يُفتح في المتصفح. اطلبوا من { $agency } إرساله بطريقة أخرى.
lock-rollback = هذه نسخة أقدم من البوابة مما سبق أن رأيتموه. إن كان ذلك غير متوقع فأبلغوا { $agency }.
lock-remember = تذكّر هذا الجهاز
lock-remembered = سيفتح هذا الجهاز البوابة تلقائيًا مدة 30 يومًا إلى أن تقفلوها.
lock-not-remembered = لا يستطيع هذا المتصفح حفظ المفتاح. افتحوا البوابة في المرة القادمة كما فتحتموها اليوم.
lock-remember-how = كيف يفتح هذا الجهاز البوابة؟
lock-remember-itself = تلقائيًا مدة 30 يومًا
lock-passkey = الفتح بمفتاح المرور
lock-passkey-asking = في انتظار مفتاح المرور…
lock-passkey-name = بوابة { $agency }
lock-passkey-use = استخدام مفتاح مرور على هذا الجهاز
lock-passkey-kept = من الآن فصاعدًا يفتح مفتاح مرور البوابةَ على هذا الجهاز. ويبقى الرابط أو الرمز صالحًا.
lock-passkey-unused = لم يُستخدم مفتاح المرور. حاولوا مرة أخرى، أو استخدموا الرابط أو الرمز.
lock-passkey-none = لا تستطيع مفاتيح المرور في هذا الجهاز فتح البوابات. ويبقى الرابط أو الرمز صالحًا.
lock-passkey-gone = لم يعد مفتاح المرور يفتح هذه البوابة، وقد نُسي هنا. استخدموا الرابط أو الرمز الحالي، أو اسألوا { $agency }.
lock-passkey-forget = نسيان مفتاح المرور
lock-passkey-forgotten = نسي هذا الجهاز مفتاح المرور. افتحوا البوابة في المرة القادمة بالرابط أو الرمز.
lock-idle = أُقفلت البوابة بعد مرور { $time } دون استخدام.
lock-door = هل وصلكم رابط دون رمز؟ افتحوا ذلك الرابط إذن، فلا حاجة إلى غيره.
lock-stuck = تعذّر تشغيل البوابة. تحققوا من الاتصال وأعيدوا تحميل هذه الصفحة، أو افتحوها في متصفح حديث.
lock-no-script = هذه البوابة مشفّرة، ويتطلب فتحها تفعيل JavaScript. يُرجى السماح به لهذه الصفحة.

## Invitations

invite-subject = بوابتكم لدى { $agency }
invite-code-subject = رمز الدخول إلى بوابتكم لدى { $agency }
invite-greeting = مرحبًا { $name }،
invite-greeting-everyone = مرحبًا،
invite-intro = أعددنا بوابة خاصة لـ { $client }: أين وصل العمل، وما نحتاج إليه منكم، وجميع الملفات في أحدث نسخها. يمكنكم فتحها من هنا:
invite-keep-link = يُرجى عدم مشاركة هذا الرابط: فكل من يملكه يستطيع فتح البوابة.
invite-code-follows = تطلب البوابة أيضًا رمز دخول، ويصلكم في رسالة منفصلة.
invite-code-here = تطلب البوابة رمز دخول، وهو:
invite-keep-code = يُرجى عدم مشاركة هذا الرمز: فكل من يملكه يستطيع فتح البوابة.
invite-code-intro = هذا رمز الدخول إلى بوابتكم لدى { $agency }:
invite-keep-apart = يُستخدم مع الرابط الذي وصلكم في رسالة أخرى. يُرجى حفظهما منفصلين.
invite-expires = يمكنكم فتح البوابة حتى { $date }.
invite-questions = إذا لم يعمل شيء أو لم يكن واضحًا فيكفي الرد على هذه الرسالة.
