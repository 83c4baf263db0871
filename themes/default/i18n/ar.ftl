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
