# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = ページが見つかりません
nav-overview = 概要
nav-project = プロジェクト
nav-updates = お知らせ
nav-deliverables = 納品物
nav-documents = 書類
nav-requests = ご依頼事項
nav-money = 予算とご請求
nav-team = 担当者

## Around every page

skip-link = 本文へ移動
menu = メニュー
menu-label = ページ一覧
private-note = { $client } 様専用のページです。リンクの共有はお控えください。
not-found-text = 移動したか、名前が変わった可能性があります。お客様の資料はすべてポータルに残っています。
not-found-link = 概要へ戻る
archived-note = この案件は完了しました。ポータルは記録として残ります。
project-archived = このプロジェクトは完了しました。

## Overview: what do you need from me

waiting-title = お願いしたいことが { $count } 件あります
waiting-more = ほか { $count } 件
waiting-none-title = いまお願いすることはありません
waiting-none-text = ここからは私どもの番です。お願いしたいことができましたら、いちばん上に表示します。
waiting-none-archived = すべて完了しています。ご一緒できましたことに感謝いたします。
waiting-request = ご提出ください
waiting-review = ご確認ください
waiting-next_step = 次のステップ
waiting-task = タスク
waiting-checklist = 準備
waiting-invoice = ご請求
due-by = { $date }まで
overdue = 期限超過

## Overview: where does it stand

status-title = 現在の状況
status-none = 状況のご報告はまだありません。それまではお知らせをご覧ください。
status-more = 詳しく見る
as-of = { $date } 時点
health-on_track = 順調
health-at_risk = 要注意
health-off_track = 遅延
health-paused = 一時停止中
health-done = 完了
phase-of = { $phase }（{ $count } 段階中 { $number } 段階目）
phases-title = フェーズ
phase-past = （完了）
progress-label = 進捗
progress-of = { $title } の進捗
progress-milestones = { $of } 件のマイルストーンのうち { $done } 件達成

## Overview: what is new, where are my files, whom do I ask

news-title = 新着
see-all = すべて見る
news-none = お知らせはまだありません。最初のお知らせはここに表示されます。
news-update = お知らせ
news-version = 新しい版
files-title = お客様のファイル
files-none = ファイルはまだありません。お渡しするものはすべてここに保管されます。
contact-title = お問い合わせ先
book-call = 通話を予約する
links-title = リンク

## Project

next-title = 次のステップ
milestones-title = マイルストーン
milestone-state-planned = 予定
milestone-state-in_progress = 進行中
milestone-state-done = 達成
milestone-state-cancelled = 中止
planned-for = 当初予定
depends-on = { $names } の後
slip-later = { $count } 日遅れ
slip-earlier = { $count } 日早い
tasks-title = タスク
task-state-todo = 未着手
task-state-doing = 進行中
task-state-blocked = 保留中
task-state-done = 完了
history-title = これまでの報告

## Updates

pinned = 固定表示
tags-label = タグ
attachments-title = 添付ファイル
neighbours-label = 前後のお知らせ
older = 古いお知らせ
newer = 新しいお知らせ

## Deliverables

deliverable-state-draft = 下書き
deliverable-state-in_review = ご確認待ち
deliverable-state-changes_requested = 修正中
deliverable-state-approved = 承認済み
deliverable-state-final = 最終版
deliverable-kind-design = デザイン
deliverable-kind-document = 文書
deliverable-kind-video = 動画
deliverable-kind-audio = 音声
deliverable-kind-website = ウェブサイト
deliverable-kind-print = 印刷物
deliverable-kind-prototype = プロトタイプ
deliverable-kind-data = データ
deliverable-kind-other = ファイル
version-name = バージョン { $id }
version-current = 現行
versions-title = バージョン
approvals-title = 承認
approved-by = { $name } 様がバージョン { $version } を承認
belongs-to = マイルストーン「{ $title }」
open-file = ファイルを開く
pdf-fallback = お使いのブラウザではページ内に PDF を表示できません。
preview-truncated = ここには冒頭のみ表示しています。続きはファイルをご覧ください。
prototype-open = プロトタイプを開く
prototype-close = プロトタイプを閉じる
prototype-files = すべてのファイル

## Documents

documents-other = その他の書類
documents-none = 書類はまだありません。契約書や報告書はここに保管されます。

## Requests

requests-open = お願いしていること
requests-none = 現在はありません。
requests-sent = 確認しております
requests-accepted = 受領済み
request-state-rejected = 再提出をお願いします
request-send = 送信する
checklist-title = はじめに
checklist-done = { $of } 件中 { $done } 件完了

## Money

outstanding = お支払い残高 { $amount }
outstanding-none = お支払いはありません
budget-left = 残り { $amount }
budget-over = 予算を { $amount } 超過
budget-used = { $total } のうち { $used } 使用
budget-used-label = 予算の使用割合
hours = { $amount } 時間
invoices-title = ご請求書
invoice-number = 請求書
invoice-issued = 発行日
invoice-state = 状態
invoice-amount = 金額
invoice-state-open = 未払い
invoice-state-paid = 支払い済み
invoice-state-void = 取消
paid-on = { $date } 支払い済み
pay = 支払う

## People

decides = 承認をご担当
office-title = 事務所

## Shared resources

collection-none = まだ何もありません。

## The lock screen, and what is said around an open portal

lock-title = 専用ポータル
lock-opening = 開いています…
lock-label = アクセスコード
lock-hint = 大文字と小文字、空白、ハイフンの違いは問いません。
lock-open = 開く
lock-checking = コードを確認しています…
lock-again = もう一度試す
lock-use-link = { $agency } からお送りしたリンクを開いてください。鍵はリンクの中にあり、このブラウザには保存されません。
lock-wrong-link = このリンクではポータルを開けません。リンクが途中で切れていないかご確認いただくか、{ $agency } に新しいリンクをご請求ください。
lock-wrong-code = このコードではポータルを開けません。一文字ずつご確認いただくか、{ $agency } に新しいコードをご請求ください。
lock-wrong-pair = このコードはお使いのリンクと合いません。コードを一文字ずつご確認のうえ、リンクがご自身宛てのものかお確かめください。
lock-offline = ポータルに接続できません。通信状況をご確認のうえ、もう一度お試しください。
lock-no-portal = このアドレスにポータルはありません。より新しいリンクをお探しいただくか、{ $agency } にお問い合わせください。
lock-missing = ポータルの一部が見つかりません。更新中の可能性があります。1 分ほどしてからもう一度お試しください。
lock-damaged = 届いたデータが壊れているか、改変されているため表示できません。もう一度お試しになり、変わらない場合は { $agency } にお知らせください。
lock-outdated = ポータルがこのページより新しくなっています。ページを再読み込みしてください。
lock-expired = 閲覧期間は { $date } に終了しました。引き続き必要な場合は { $agency } にご連絡ください。
lock-too-large = このファイルは大きすぎるため、このブラウザのウィンドウでは開けません。プライベートウィンドウではなく、最新の Firefox、Chrome、Edge、Safari でリンクを開くか、{ $agency } にファイルをご依頼ください。「keyfolio open」コマンドでポータルのすべてのファイルを保存できます。
lock-unplayable = このブラウザではこのファイルを再生できません。ダウンロードして、ほかのプログラムで開いてください。
lock-unsupported = このブラウザは古いため、ポータルを開けません。最新の Chrome、Edge、Firefox、Safari をお使いください。
lock-insecure = このアドレスへの接続は安全でないため、ポータルを開けません。https:// で始まるアドレスをお使いください。
lock-now = ロックする
lock-close = OK
lock-load = 読み込む（{ $size }）
lock-outside = プロトタイプの外へのリンクのため、ここでは開きません。
lock-prototype-large = このプロトタイプは大きすぎるため、ブラウザでは開けません。別の方法での受け渡しを { $agency } にご依頼ください。
lock-rollback = 以前ご覧になったものより古い状態のポータルです。お心当たりがない場合は { $agency } にお知らせください。
lock-remember = この端末を記憶する
lock-remembered = この端末では、ロックするまで 30 日間、ポータルが自動で開きます。
lock-not-remembered = このブラウザには鍵を保存できません。次回も今日と同じ方法でポータルを開いてください。
lock-remember-how = この端末でポータルをどのように開きますか。
lock-remember-itself = 30 日間、自動で開く
lock-passkey = パスキーで開く
lock-passkey-asking = パスキーを待っています…
lock-passkey-name = { $agency } のポータル
lock-passkey-use = この端末でパスキーを使う
lock-passkey-kept = 今後、この端末ではパスキーでポータルを開けます。リンクやコードも引き続き使えます。
lock-passkey-unused = パスキーは使われませんでした。もう一度試すか、リンクまたはコードを使ってください。
lock-passkey-none = この端末のパスキーではポータルを開けません。リンクやコードはこれまでどおり使えます。
lock-passkey-gone = このパスキーではもうポータルを開けないため、この端末から削除しました。現在のリンクまたはコードを使うか、{ $agency } にお問い合わせください。
lock-passkey-forget = パスキーを削除する
lock-passkey-forgotten = この端末からパスキーを削除しました。次回はリンクまたはコードでポータルを開いてください。
lock-idle = { $time }操作がなかったため、ロックしました。
lock-door = コードではなくリンクを受け取った方は、そのリンクを開いてください。ほかには何も必要ありません。
lock-stuck = ポータルを起動できません。通信状況をご確認のうえページを再読み込みするか、最新のブラウザで開いてください。
lock-no-script = このポータルは暗号化されており、開くには JavaScript が必要です。このページで許可してください。

## Invitations

invite-subject = { $agency } 専用ポータルのご案内
invite-code-subject = { $agency } 専用ポータルのアクセスコード
invite-greeting = { $name } 様
invite-greeting-everyone = ご担当者様
invite-intro = { $client } 様専用のポータルをご用意しました。進捗状況、お願いしたいこと、最新版のファイルをご覧いただけます。こちらからお開きください。
invite-keep-link = このリンクをお持ちの方はどなたでもポータルを開けます。共有はお控えください。
invite-code-follows = ポータルを開くにはアクセスコードも必要です。別のメッセージでお送りします。
invite-code-here = ポータルを開くにはアクセスコードが必要です。コードは次のとおりです。
invite-keep-code = このコードをお持ちの方はどなたでもポータルを開けます。共有はお控えください。
invite-code-intro = { $agency } 専用ポータルのアクセスコードをお送りします。
invite-keep-apart = 別のメッセージでお送りしたリンクと併せてお使いください。リンクとコードは別々に保管してください。
invite-expires = { $date } までご覧いただけます。
invite-questions = ご不明な点がございましたら、このメッセージにご返信ください。
