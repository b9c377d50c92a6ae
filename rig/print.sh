#!/usr/bin/env bash
# Prints the decision sheet of every worked case, in every language, and counts: as many pages as sheets, or it fails.
# Needs chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo test -q -p tacenda --lib every_worked_case_as_a_page_of_paper -- --ignored
sheets=$(cat target/print/count)
failed=0
for language in en es; do
  chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer --virtual-time-budget=20000 \
    --print-to-pdf="target/print/sheets-$language.pdf" "file://$PWD/target/print/sheets-$language.html" 2>/dev/null
  pages=$(grep -a -c "/Type /Page$" "target/print/sheets-$language.pdf")
  echo "$language: $sheets sheets on $pages pages"
  [ "$pages" = "$sheets" ] || failed=1
done
exit $failed
