# shellcheck shell=bash
# The sample company and the main job on it, all through the command line, as any client would. Each part leaves its output in
# var/main_job/NAME.txt once it is done and is not done again; a part that was interrupted is repeated, which all of them bear.
# Needs progress.sh and services.sh; `home`, `checkout` and `libraries` come from the caller.
# shellcheck disable=SC2154

main_job_year=2014
main_job_units=2500
main_job_month=2014-10
main_job_day=2014-10-31
main_job_lines=12 # of output that are shown
main_job_dealer=D0001
main_job_scopes=lead.read,lead.write,directory.read,target.read,tiering.read,incentive.read
main_job_person=P0421 # a specialist with deliveries in that month

main_job() {
    local sample=$home/sample plan
    [ ! -e "$home/main_job/incentives.txt" ] || progress_detail "done before; what it gave is in var/main_job"
    mkdir -p "$home/main_job"
    part sample "making the sample company's files from their seed number" make_sample "$sample"
    part directory "loading units, people, products, calendar and codes" \
        load_directory "$sample"
    part gateway "letting the gateway call for others, with an API key for the first dealer" open_gateway
    part history "loading the sales of the year before" remuda_as_operator plan history "$sample/sales_2013.csv"
    part plan "locking the year's target: $main_job_units vehicles" lock_plan
    part issue "issuing the targets of $main_job_month" issue_month
    part leads_utf8 "importing leads, UTF-8" import lead "$sample/leads_utf8.csv"
    part leads_gb18030 "importing leads, GB18030" import lead "$sample/leads_gb18030.csv"
    part deliveries "importing deliveries" import delivery "$sample/deliveries.csv"
    part agreement "waiting until every service has learnt of them" wait_for_agreement
    part tiers "putting customers into tiers" remuda_as_operator tier run --as-of "$main_job_day"
    part approver "a second person of headquarters, who approves what the operator puts" remuda_as_operator key grant \
        --name approver --public-key "$home/secrets/approver.public" --grants headquarters@HQ
    for plan in "$checkout"/deploy/sample/plans/*.json; do
        part "incentive_$(basename "$plan" .json)" "putting the incentive plan $(basename "$plan" .json) in force" \
            put_incentive_plan "$plan"
    done
    part incentives "calculating the incentives of $main_job_month" remuda_as_operator incentive calculate "$main_job_month"
}

# part NAME TEXT COMMAND...
part() {
    local output=$home/main_job/$1.txt text=$2
    shift 2
    [ ! -e "$output" ] || return 0
    progress_detail "$text"
    if ! "$@" >"$output.new" 2>&1 </dev/null; then
        tail -n 20 -- "$output.new" >&2
        fail "$text: this did not work" "the lines above and the logs under var/log say why; then run deploy/quickstart again"
    fi
    mv -f -- "$output.new" "$output"
    part_summary "$output"
}

# A short output whole, of a long one the sentences, without the rows.
part_summary() {
    if [ "$(wc -l <"$1")" -le "$main_job_lines" ]; then
        sed 's/^/        /' "$1"
    else
        sed -n '/^[^ ].*\.$/s/^/        /p' "$1"
    fi
}

# remuda_as_operator ARGUMENT...: the command line as anybody uses it after `. var/remuda.env`.
remuda_as_operator() {
    (
        # shellcheck source=/dev/null
        . "$home/remuda.env"
        exec remuda "$@"
    )
}

# A draft, in force once a second person has approved it.
put_incentive_plan() {
    local answer code version
    answer=$(remuda_as_operator incentive put-plan "$1" --json)
    code=$(sed -n 's/.*"planCode":"\([^"]*\)".*/\1/p' <<<"$answer")
    version=$(sed -n 's/.*"version":\([0-9]*\).*/\1/p' <<<"$answer")
    (
        # shellcheck source=/dev/null
        . "$home/remuda.env"
        REMUDA_KEY_FILE=$home/secrets/approver.secret exec remuda incentive approve-plan "$code" --version "$version"
    )
}

make_sample() {
    "$checkout/deploy/sample/generate" --out "$1"
}

# The other services see a change of the directory within a second.
load_directory() {
    remuda_as_operator directory load "$@" && sleep 1.5
}

# Some rows of the sample are wrong on purpose: exit code 4 tells that rows were rejected, which is as it should be.
import() {
    local status=0
    remuda_as_operator "$1" import "$2" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 4 ]
}

# The dealer's own system has a key pair like everybody's, and an API key, which is shown once: kept for the operator alone.
open_gateway() {
    local key=$home/secrets/dealer.api_key
    remuda_as_operator key grant --name gateway --public-key "$home/secrets/gateway.public" --grants gateway@HQ
    remuda_as_operator key grant --name "dealer-system-$main_job_dealer" --public-key "$home/secrets/dealer.public" \
        --grants "dealer@$main_job_dealer"
    (umask 077 && remuda_as_operator api-key new --name "dealer-system-$main_job_dealer" --scopes "$main_job_scopes" --json |
        sed -n 's/.*"key":"\([^"]*\)".*/\1/p' >"$key")
    [ -s "$key" ] && echo "The API key of dealer-system-$main_job_dealer is in var/secrets/dealer.api_key."
}

# What is locked or issued does not change; a run that was interrupted may have done it.
lock_plan() {
    if [ "$(planning_total plans)" -gt 0 ]; then
        echo "The plan of $main_job_year was locked before."
    else
        remuda_as_operator plan lock --year "$main_job_year" --total "$main_job_units"
    fi
}

issue_month() {
    if [ "$(planning_total issued_months)" -gt 0 ]; then
        echo "The targets of $main_job_month were issued before."
    else
        remuda_as_operator plan issue --month "$main_job_month"
    fi
}

# planning_total NAME: prints one of target_planning's sums.
planning_total() {
    remuda_as_operator service totals | awk -v name="$1" '$1 == "target_planning" && $2 == name { print $3 }'
}

# Consumers of the event log are done when their sums equal those of lead_intake; what is in review is told to nobody yet.
wait_for_agreement() {
    local seconds=120
    until remuda_as_operator service totals >"$home/main_job/totals.new" && sums_agree "$home/main_job/totals.new"; do
        seconds=$((seconds - 1))
        [ "$seconds" -gt 0 ] || return 1
        sleep 1
    done
    cat "$home/main_job/totals.new"
    rm -f "$home/main_job/totals.new"
}

sums_agree() {
    awk '
        { sum[$1 "." $2] = $3 }
        END {
            leads = sum["lead_intake.leads"] - sum["lead_intake.leads_in_review"]; deliveries = sum["lead_intake.deliveries"]
            exit !(leads > 0 && leads == sum["customer_tiering.leads"] && leads == sum["incentive_calculation.credited_leads"] &&
                deliveries == sum["target_planning.deliveries"] && deliveries == sum["customer_tiering.delivered_units"] &&
                deliveries == sum["incentive_calculation.credited_deliveries"])
        }' "$1"
}

# What the operator sees at the end: the board, a statement, and lines to copy.
what_next() {
    echo
    remuda_as_operator plan board --day "$main_job_day"
    cat <<TEXT

Try next (the first line makes \`remuda\` act as this installation's operator):
  . var/remuda.env
  remuda plan board --day $main_job_day --unit R1 --locale zh-CN
  remuda incentive statement $main_job_month --person $main_job_person
  remuda lead list --limit 10
  remuda tier list --tier key --limit 10
  remuda event tail --limit 5 --json
  remuda --help
A dealer's system files a lead over HTTP (the API: http://127.0.0.1:$(services_http_port)/openapi.json):
  curl -H "Authorization: Bearer \$(cat var/secrets/dealer.api_key)" -H 'Idempotency-Key: first-lead' -H 'Accept-Language: zh-CN' \\
    -H 'Content-Type: application/json' http://127.0.0.1:$(services_http_port)/v1/leads \\
    -d '{"dealerCode":"$main_job_dealer","customer":{"name":"成都市公安局"},"productCode":"SUV-C1","quantity":12}'
Outputs of the main job: var/main_job/*.txt; rows to mend: var/sample/*.rejected.csv
Stop: deploy/quickstart stop     Remove all: deploy/quickstart reset
TEXT
}
