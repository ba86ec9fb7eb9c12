"""CSV as the packs have it: UTF-8, comma, LF, quotes only where needed."""
import csv
import io


def text(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(c) is None else row[c] for c in columns])
    return out.getvalue()


def rows(content):
    return list(csv.DictReader(io.StringIO(content)))
