"""How is the page of what ISA has not acknowledged laid out? For A4, in black and white, with room for signatures."""

TEMPLATE = """<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<title>受領未確認の通知一覧（代替手段）</title>
<style>
@page { size: A4; margin: 15mm; }
body { font-family: "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", sans-serif; font-size: 10pt; color: #000; }
h1 { font-size: 15pt; border-bottom: 2px solid #000; }
h2 { font-size: 11pt; margin-bottom: 2mm; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #000; padding: 1mm 1.5mm; text-align: left; vertical-align: top; }
td.id { font-family: monospace; font-size: 7.5pt; word-break: break-all; }
thead { display: table-header-group; }
tr, section { break-inside: avoid; }
.sign td { height: 12mm; width: 25%; }
</style>
</head>
<body>
<h1>受領未確認の通知一覧（代替手段）</h1>
<p>出入国在留管理庁 在留管理支援部 在留管理課 御中<br>
公益財団法人海外日系人協会<br>作成：{{ issued_at }}（日本時間）</p>
<p>次の通知は、送信又は掲示しましたが、受領の確認が得られていません。確認書２（３）、２（４）及び３（２）に係る報告が
届いていないおそれがあるため、書面でお知らせします。この書面に個人情報は記載していません。</p>
<h2>件数</h2>
<p>全{{ total }}件{% for name, number in counts.items() %}、{{ name }} {{ number }}件{% endfor %}
{% if total > rows|length %}（古い順に{{ rows|length }}件を記載）{% endif %}</p>
<table>
<thead>
<tr><th>番号</th><th>種別</th><th>対象</th><th>通知の識別子</th><th>記録日時（日本時間）</th><th>経過</th><th>送信回数</th></tr>
</thead>
<tbody>
{% for row in rows %}
<tr><td>{{ row.stream }}-{{ row.position }}</td><td>{{ row.kind }}</td><td class="id">{{ row.subject }}</td>
<td class="id">{{ row.event_id }}</td><td>{{ row.recorded_at }}</td><td>{{ row.waited }}</td>
<td>{{ row.attempts }}</td></tr>
{% else %}
<tr><td colspan="7">受領が確認されていない通知はありません。</td></tr>
{% endfor %}
</tbody>
</table>
<section>
<h2>報告の内容の確認方法</h2>
<ol>
<li>報告の一覧：{{ issuer }}/v1/reports（権限 reports:read）。対象の識別子で該当する報告を開いてください。</li>
<li>通知の取得：{{ issuer }}/v1/feeds/incidents、disposals、consents（権限 feeds:read）。
番号は各フィード内の位置です。</li>
<li>受領の確認：{{ issuer }}/v1/feeds/acknowledgements に通知の識別子を送ってください（権限 feeds:acknowledge）。</li>
<li>いずれもできない場合は、協会の担当者にお問い合わせください。<br>
電話：＿＿＿＿＿＿＿＿＿＿　氏名：＿＿＿＿＿＿＿＿＿＿</li>
</ol>
</section>
<section>
<h2>受渡しの記録</h2>
<table class="sign">
<tr><th>方法（持参・ＦＡＸ）</th><th>日時</th><th>協会の担当者</th><th>受領者</th></tr>
<tr><td></td><td></td><td></td><td></td></tr>
</table>
</section>
</body>
</html>
"""
