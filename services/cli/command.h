/* What the program can do, as one table: words, arguments, summary, help, options, examples, function. */
#pragma once

#include "cli.h"

struct command {
    const char *words;     /* "lead import"; NULL ends the table */
    const char *arguments; /* "FILE"; "" when it takes none */
    size_t least, most;    /* how many positionals */
    struct text summary;   /* one line */
    struct text help;      /* what a newcomer must know; may be empty */
    const struct option *options;
    const char *examples; /* one a line */
    enum exit_code (*run)(struct cli *cli);
};

extern const struct command commands[];

/* Parses the command line, runs the command and returns the exit code. */
int commands_dispatch(const struct command *table, int argc, const char *const *argv);

/* The functions of the table, with the options of each. */
enum exit_code lead_file(struct cli *cli);
enum exit_code lead_import(struct cli *cli);
enum exit_code lead_check(struct cli *cli);
enum exit_code lead_show(struct cli *cli);
enum exit_code lead_list(struct cli *cli);
enum exit_code lead_amend(struct cli *cli);
enum exit_code lead_advance(struct cli *cli);
enum exit_code lead_close(struct cli *cli);
enum exit_code lead_release(struct cli *cli);
enum exit_code lead_extend(struct cli *cli);
enum exit_code lead_assign(struct cli *cli);
enum exit_code lead_claim(struct cli *cli);
enum exit_code lead_pool(struct cli *cli);
enum exit_code lead_history(struct cli *cli);
enum exit_code lead_losses(struct cli *cli);
enum exit_code protection_show(struct cli *cli);
enum exit_code protection_put(struct cli *cli);
enum exit_code delivery_import(struct cli *cli);
enum exit_code delivery_cancel(struct cli *cli);
enum exit_code delivery_return(struct cli *cli);
enum exit_code customer_import(struct cli *cli);
enum exit_code customer_merge(struct cli *cli);
enum exit_code customer_unmerge(struct cli *cli);
enum exit_code review_list(struct cli *cli);
enum exit_code review_decide(struct cli *cli);
enum exit_code conflict_list(struct cli *cli);
enum exit_code conflict_decide(struct cli *cli);
enum exit_code conflict_appeal(struct cli *cli);
enum exit_code tier_run(struct cli *cli);
enum exit_code tier_show(struct cli *cli);
enum exit_code tier_release(struct cli *cli);
enum exit_code tier_explain(struct cli *cli);
enum exit_code tier_list(struct cli *cli);
enum exit_code tier_pyramid(struct cli *cli);
enum exit_code tier_moves(struct cli *cli);
enum exit_code tier_compare(struct cli *cli);
enum exit_code tier_reproduce(struct cli *cli);
enum exit_code tier_put(struct cli *cli);
enum exit_code tier_approve(struct cli *cli);
enum exit_code tier_policy_show(struct cli *cli);
enum exit_code tier_override(struct cli *cli);
enum exit_code tier_declare(struct cli *cli);
enum exit_code plan_lock(struct cli *cli);
enum exit_code plan_drivers(struct cli *cli);
enum exit_code plan_draft(struct cli *cli);
enum exit_code plan_show(struct cli *cli);
enum exit_code plan_split(struct cli *cli);
enum exit_code plan_adjust(struct cli *cli);
enum exit_code plan_review(struct cli *cli);
enum exit_code plan_amend(struct cli *cli);
enum exit_code plan_roll(struct cli *cli);
enum exit_code plan_evaluate(struct cli *cli);
enum exit_code plan_evaluation(struct cli *cli);
enum exit_code plan_close(struct cli *cli);
enum exit_code plan_compare(struct cli *cli);
enum exit_code plan_explain(struct cli *cli);
enum exit_code plan_export(struct cli *cli);
enum exit_code plan_issue(struct cli *cli);
enum exit_code plan_board(struct cli *cli);
enum exit_code plan_history(struct cli *cli);
enum exit_code incentive_put_plan(struct cli *cli);
enum exit_code incentive_approve_plan(struct cli *cli);
enum exit_code incentive_calculate(struct cli *cli);
enum exit_code incentive_review(struct cli *cli);
enum exit_code incentive_approve(struct cli *cli);
enum exit_code incentive_mark_paid(struct cli *cli);
enum exit_code incentive_close(struct cli *cli);
enum exit_code incentive_list(struct cli *cli);
enum exit_code incentive_explain(struct cli *cli);
enum exit_code incentive_export(struct cli *cli);
enum exit_code incentive_simulate(struct cli *cli);
enum exit_code incentive_dispute(struct cli *cli);
enum exit_code incentive_resolve_dispute(struct cli *cli);
enum exit_code incentive_statement(struct cli *cli);
enum exit_code directory_load(struct cli *cli);
enum exit_code event_tail(struct cli *cli);
enum exit_code audit_list(struct cli *cli);
enum exit_code key_new(struct cli *cli);
enum exit_code key_grant(struct cli *cli);
enum exit_code key_revoke(struct cli *cli);
enum exit_code api_key_new(struct cli *cli);
enum exit_code api_key_list(struct cli *cli);
enum exit_code api_key_revoke(struct cli *cli);
enum exit_code service_ping(struct cli *cli);
enum exit_code service_totals(struct cli *cli);
enum exit_code dead_letter_list(struct cli *cli);
enum exit_code dead_letter_replay(struct cli *cli);
enum exit_code try_uscc(struct cli *cli);
enum exit_code try_vin(struct cli *cli);
enum exit_code try_apportion(struct cli *cli);
enum exit_code try_season(struct cli *cli);
enum exit_code try_split(struct cli *cli);
enum exit_code try_match(struct cli *cli);
enum exit_code try_tier(struct cli *cli);
enum exit_code try_incentive(struct cli *cli);

extern const struct option lead_file_options[], lead_check_options[], lead_list_options[], lead_amend_options[],
    lead_advance_options[], lead_close_options[], lead_release_options[], lead_assign_options[], lead_claim_options[],
    lead_pool_options[], lead_history_options[], lead_losses_options[], protection_put_options[], import_options[],
    customer_import_options[], review_list_options[], review_decide_options[], conflict_list_options[],
    conflict_decide_options[], reason_options[], merge_options[], delivery_end_options[], tier_run_options[], tier_list_options[],
    tier_show_options[], tier_pyramid_options[], tier_moves_options[], tier_compare_options[], tier_override_options[], tier_declare_options[],
    plan_lock_options[], plan_issue_options[], plan_board_options[], plan_drivers_options[], plan_draft_options[], plan_adjust_options[],
    plan_amend_options[], plan_roll_options[], plan_evaluate_options[], plan_evaluation_options[], plan_close_options[], plan_compare_options[], plan_explain_options[],
    plan_export_options[], plan_show_options[],
    incentive_statement_options[], event_tail_options[], audit_list_options[], key_new_options[], key_grant_options[], key_revoke_options[],
    api_key_new_options[], api_key_list_options[],
    dead_letter_options[], try_apportion_options[], try_season_options[], try_split_options[], try_match_options[], try_tier_options[],
    try_incentive_options[], incentive_approve_plan_options[], incentive_calculate_options[],
    incentive_mark_paid_options[], incentive_explain_options[], incentive_export_options[], incentive_simulate_options[],
    incentive_dispute_options[], incentive_resolve_dispute_options[];
