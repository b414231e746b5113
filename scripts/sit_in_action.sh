#!/usr/bin/env bash
# The step of action.yml that sits the exam. Its inputs are variables; it writes GITHUB_OUTPUT and the step summary.
set -euo pipefail

arguments=(sit "$EXAM" --candidate "$CANDIDATE" --seed "$SEED" --repeats "$REPEATS" --gate "$GATE"
  --concurrency "$CONCURRENCY" --no-history)
[ -z "$MIN_SCORE" ] || arguments+=(--min-score "$MIN_SCORE")
[ -z "$BUDGET" ] || arguments+=(--budget "$BUDGET")
[ "$REVEAL" != true ] || arguments+=(--reveal)
while IFS= read -r line; do
  [ -z "${line// /}" ] || arguments+=(--min-domain "$line")
done <<<"$MIN_DOMAIN"
while IFS= read -r line; do
  [ -z "${line// /}" ] || arguments+=("$line")
done <<<"$ARGUMENTS"

mkdir -p "$REPORTS"
rm -f "$REPORTS/exam.json" "$REPORTS/exam.md"
for report in junit=exam.xml json=exam.json html=exam.html csv=exam.csv md=exam.md; do
  arguments+=(--report "${report%%=*}=$REPORTS/${report#*=}")
done

code=0
examcert "${arguments[@]}" || code=$?

# One line for each output, so that no text of a bank or a candidate can add another one.
python - "$REPORTS" "$code" >>"$GITHUB_OUTPUT" <<'PYTHON'
import json, pathlib, sys

folder, code = pathlib.Path(sys.argv[1]), sys.argv[2]
told = {"verdict": "error", "score": "", "sentence": ""}
if (folder / "exam.json").is_file():
    run = json.loads((folder / "exam.json").read_text(encoding="utf-8"))
    told = {"verdict": run["decision"]["verdict"], "score": run["scaled"], "sentence": run["decision"]["sentence"]}
for name, value in {**told, "exit-code": code, "reports": folder}.items():
    print(f"{name}={' '.join(str(value).split())}")
PYTHON

if [ "$SUMMARY" = true ] && [ -f "$REPORTS/exam.md" ]; then
  cat "$REPORTS/exam.md" >>"$GITHUB_STEP_SUMMARY"
fi
[ "$FAIL" = true ] || [ "$code" -gt 1 ] || code=0
exit "$code"
