/* All that the program can do. The order is that of the help. */
#include "command.h"

const struct command commands[] = {
    {"lead file", "", 0, 0, TEXT("file one lead for a dealer", "为经销商报备一条信息"),
     TEXT("The dealer holds customer and product line when the verdict is accepted.\n"
          "Exit code 1 when another dealer holds them.",
          "结论为“接受”时，该经销商在保护期内持有该客户与产品线。\n已被其他经销商持有时退出码为 1。"),
     lead_file_options,
     "remuda lead file --dealer D0001 --customer 成都市公安局 --product SUV-C1 --quantity 12\n"
     "remuda lead file --dealer D0001 --customer 成都市公安局 --product SUV-C1 --quantity 12 --found-on 2014-09-01 --json",
     lead_file},
    {"lead import", "FILE", 1, 1, TEXT("file all leads of a spreadsheet (CSV, TSV)", "导入信息报备表（CSV、TSV）"),
     TEXT(
         "UTF-8, UTF-16 and GB18030, Chinese or English column heads. Each row gets a verdict. Rows that were not stored\n"
         "go to FILE.rejected.csv with the reason: mend them there and import that file.\n"
         "Importing the same file again does nothing twice; after an interruption it goes on where it stood (FILE.progress).",
         "支持 UTF-8、UTF-16、GB18030，中英文表头。每行给出结论；未入库的行连同原因写入 文件.rejected.csv，\n"
         "改好后可直接导入该文件。同一文件重复导入不会重复生效；\n"
         "中断后再次导入时从中断处继续（文件.progress）。"),
     import_options,
     "remuda lead import leads.csv\nremuda lead import leads.csv --json | jq .verdict\n"
     "remuda lead import leads.csv --dealer D0001 --rejected mend.csv",
     lead_import},
    {"lead check", "", 0, 0, TEXT("ask whether a customer is free for a product", "查询客户与产品是否可报备"),
     TEXT("Exit code 0 when free, 1 when somebody holds it. Tells nothing about the holder.",
          "可报备时退出码为 0，已被持有时为 1。不透露持有者。"),
     lead_check_options, "remuda lead check --dealer D0001 --customer 成都市公安局 --product SUV-C1", lead_check},
    {"lead show", "LEAD_ID", 1, 1, TEXT("show one lead", "查看一条信息"),
     TEXT("Below it the quality of its information, 0 to 100, with the points that it is made of.", "其下为信息质量（0 至 100 分）及各项得分。"), NULL,
     "remuda lead show 17",
     lead_show},
    {"lead list", "", 0, 0, TEXT("list leads, newest first", "列出信息，最新在前"),
     TEXT("One page at a time; --cursor goes on where the page before ended, --all shows every page.",
          "每次一页；--cursor 从上一页结束处继续，--all 显示全部。"),
     lead_list_options, "remuda lead list --unit R1 --state held\nremuda lead list --all --json", lead_list},
    {"lead amend", "LEAD_ID", 1, 1, TEXT("correct or complete a lead", "更正或补充一条信息"),
     TEXT("Only what is given changes; an empty value clears. The notes on who decides change all four together.",
          "只修改给出的项；空值表示清除。客户分析四项须一并给出。"), lead_amend_options,
     "remuda lead amend 17 --quantity 8 --competitor 某品牌 --reason 客户改口", lead_amend},
    {"lead advance", "LEAD_ID", 1, 1, TEXT("take its flows on, or record feedback", "推进阶段或登记反馈"), TEXT("", ""),
     lead_advance_options, "remuda lead advance 17 --buying requirements --selling bid --feedback 标书已发", lead_advance},
    {"lead close", "LEAD_ID", 1, 1, TEXT("won, lost or invalid", "结案：赢单、失单或无效"), TEXT("", ""), lead_close_options,
     "remuda lead close 17 --outcome won --order HT-7\nremuda lead close 17 --outcome lost --loss price --competitor 某品牌",
     lead_close},
    {"lead release", "LEAD_ID", 1, 1, TEXT("give a lead up to the public pool", "释放到公海池"), TEXT("", ""), lead_release_options,
     "remuda lead release 17 --reason 无力跟进", lead_release},
    {"lead extend", "LEAD_ID", 1, 1, TEXT("extend its protection after progress", "有进展后延长保护期"),
     TEXT("Only when the lead has advanced or has feedback since it was filed or last extended.",
          "自报备或上次延期以来须有阶段推进或反馈。"),
     NULL, "remuda lead extend 17", lead_extend},
    {"lead assign", "LEAD_ID", 1, 1, TEXT("give a lead to a dealer (manager)", "指派给经销商（管理人员）"), TEXT("", ""),
     lead_assign_options, "remuda lead assign 17 --dealer D0002 --reason 客户指定", lead_assign},
    {"lead pool", "", 0, 0, TEXT("list what a dealer may claim", "列出可认领的公海池信息"), TEXT("", ""), lead_pool_options,
     "remuda lead pool --dealer D0002", lead_pool},
    {"lead claim", "LEAD_ID", 1, 1, TEXT("take a lead from the public pool", "从公海池认领"), TEXT("", ""), lead_claim_options,
     "remuda lead claim 17 --dealer D0002", lead_claim},
    {"lead history", "LEAD_ID", 1, 1, TEXT("show who changed what, when and why", "查看变更记录"), TEXT("", ""),
     lead_history_options, "remuda lead history 17", lead_history},
    {"lead losses", "", 0, 0, TEXT("count lost leads by reason, competitor, stage, area", "失控分析：按原因、对手、阶段、区域统计失单"),
     TEXT("Most vehicles first. Several of --by count each combination; groups beyond --limit are one, the rest.",
          "按台数降序；--by 可列多项，统计各组合；超出 --limit 的合为“其余”。"),
     lead_losses_options, "remuda lead losses --by competitor\nremuda lead losses --by reason,area --from 2014-09-01 --to 2014-09-30 --unit R1",
     lead_losses},

    {"protection show", "[VERSION]", 0, 1, TEXT("show the protection policy, the pool's rules included", "查看保护期与公海规则"),
     TEXT("The one in force, or an older version; as JSON, to be edited and put.", "现行版或历史版本；为 JSON，可修改后提交。"), NULL,
     "remuda protection show > policy.json\nremuda protection show 1", protection_show},
    {"protection put", "FILE", 1, 1, TEXT("put a new version of it in force", "施行新版本"),
     TEXT("The file holds the whole policy; its rules give days by tier, business type and product line. Holds that were given keep their end.",
          "文件须为完整政策；规则按客户分级、业务类型与产品线规定天数。已有保护期不变。"),
     protection_put_options, "remuda protection put policy.json --reason 年度调整", protection_put},

    {"delivery import", "FILE", 1, 1, TEXT("report all deliveries of a spreadsheet", "导入交车表（CSV、TSV）"),
     TEXT("One vehicle a row, with its VIN. A row whose lead number (经销商编号) is known counts for that lead.\n"
          "Verdicts, the file of rejected rows and importing again: as for lead import.",
          "一车一行，含车架号。经销商编号已报备的行计入该信息。结论、拒绝行文件与重复导入同 lead import。"),
     import_options, "remuda delivery import deliveries.csv", delivery_import},
    {"delivery cancel", "VIN", 1, 1, TEXT("take back a delivery that was reported wrongly", "撤销一笔误报的交车"),
     TEXT("A forward entry: the report stays on record, and the VIN may be delivered again. The vehicle counts as never delivered.",
          "以新记录冲销：原记录保留，该车架号可再次交车。该车视为从未交付。"),
     delivery_end_options, "remuda delivery cancel LSJA24U62JG269225 --reason 录入有误 --on 2014-09-20",
     delivery_cancel},
    {"delivery return", "VIN", 1, 1, TEXT("a vehicle that was delivered comes back", "登记退车"),
     TEXT("A forward entry: the vehicle counts until that day, and the VIN may be delivered again.",
          "以新记录登记：该车计至退车日，此后该车架号可再次交车。"),
     delivery_end_options, "remuda delivery return LSJA24U62JG269225 --reason 客户退车 --on 2014-09-20",
     delivery_return},

    {"customer import", "FILE", 1, 1, TEXT("take over organisations as customers", "导入客户名录（CSV、TSV）"),
     TEXT("Columns such as full_name, name, 客户名称; region, industry, uscc; short_* and aliases for other names.\n"
          "An industry that is none of the core industries is left out with a remark. Commas or tabs between columns.",
          "列如 full_name、name、客户名称、region、industry、uscc，short_* 与 aliases 为别名。\n"
          "不属于核心行业的行业名留空并注明。逗号或制表符分隔均可。"),
     customer_import_options, "remuda customer import organisations.tsv --business-type enterprise", customer_import},
    {"customer merge", "SURVIVOR_ID MERGED_ID", 2, 2, TEXT("two customers are one", "合并两个客户"),
     TEXT("Leads, holds, deliveries and names of the second follow the first. customer unmerge undoes it exactly.",
          "第二个客户的信息、持有、交车与名称归入第一个；customer unmerge 可完全撤销。"),
     merge_options, "remuda customer merge 17 4711 --reason 同一单位", customer_merge},
    {"customer unmerge", "MERGED_ID", 1, 1, TEXT("undo a merge", "撤销合并"),
     TEXT("What was filed under its name, before and since, is its own again.", "此前及合并后以其名义报备的内容重归其名下。"), reason_options,
     "remuda customer unmerge 4711 --reason 误合并", customer_unmerge},

    {"review list", "", 0, 0, TEXT("list leads whose customer is in doubt, oldest first", "列出客户待审的信息，最早在前"),
     TEXT("What was filed, and below it each customer that it may be, with the evidence.", "先列报备内容，其下为可能的客户及依据。"),
     review_list_options, "remuda review list\nremuda review list --json", review_list},
    {"review decide", "LEAD_ID", 1, 1, TEXT("say which customer a lead is", "审核信息所属客户"),
     TEXT("different makes a new customer; the same description is not asked about again.", "“不同客户”会登记新客户；相同描述不再重复审核。"),
     review_decide_options, "remuda review decide 17 --outcome same --reason 营业执照核对", review_decide},

    {"conflict list", "", 0, 0, TEXT("list claims to what another dealer holds, newest first", "列出撞单，最新在前"),
     TEXT("Managers see both sides, dealers their own.", "管理者可见双方，经销商仅见本方。"), conflict_list_options,
     "remuda conflict list --state open", conflict_list},
    {"conflict decide", "CONFLICT_ID", 1, 1, TEXT("reject a claim, transfer the hold, or share the credit", "裁决撞单：驳回、转移或共享"),
     TEXT("By the manager of the lowest unit above both dealers; after an appeal of the one above that.",
          "由两家经销商共同的最低一级上级单位裁决，申诉后由再上一级裁决。"),
     conflict_decide_options,
     "remuda conflict decide 5 --outcome transferred --reason 客户指定\n"
     "remuda conflict decide 5 --outcome shared --parts D0001:60%,D0002:40% --reason 共同跟进",
     conflict_decide},
    {"conflict appeal", "CONFLICT_ID", 1, 1, TEXT("appeal a decision, once", "对裁决申诉（一次）"), TEXT("", ""), reason_options,
     "remuda conflict appeal 5 --reason 客户指定本店", conflict_appeal},

    {"tier run", "", 0, 0, TEXT("value all customers and assign tiers", "计算客户价值并分级"),
     TEXT("By an approved policy, as of a day. What follows is kept and can be made again to the byte (tier reproduce).\n"
          "The other services are told when a person releases the run, or at once where the policy says so.",
          "按已批准的政策、截至某日计算。结果留存，可逐字节重现（tier reproduce）。\n"
          "经人发布后通知其他服务；政策设为立即发布的随即通知。"),
     tier_run_options, "remuda tier run\nremuda tier run --as-of 2014-09-30 --policy 3", tier_run},
    {"tier release", "RUN_ID", 1, 1, TEXT("tell the other services who moved", "发布分级结果"),
     TEXT("Look at tier moves first. A run holds only while no other was released since.",
          "请先查看 tier moves。此后若已发布其他分级，则须重新执行。"),
     NULL, "remuda tier release 12", tier_release},
    {"tier show", "CUSTOMER_ID", 1, 1, TEXT("show a customer's tier and what led to it", "查看客户级别及依据"),
     TEXT("Without --run also the value by all that was learnt since that run.", "未指定 --run 时，另列此后截至目前的价值。"),
     tier_show_options, "remuda tier show 17", tier_show},
    {"tier explain", "CUSTOMER_ID", 1, 1, TEXT("each measure of a customer, and what would lift it", "查看各项指标及如何升级"),
     TEXT("", ""), tier_show_options, "remuda tier explain 17", tier_explain},
    {"tier list", "", 0, 0, TEXT("list customers, most valuable first", "列出客户，价值高者在前"), TEXT("", ""),
     tier_list_options, "remuda tier list --tier key --limit 20\nremuda tier list --business-type government", tier_list},
    {"tier pyramid", "", 0, 0, TEXT("customers and value by tier", "查看客户与价值金字塔"),
     TEXT("Installed base: customers who own our vehicles. Gini: 0 when all are alike, near 1 when few have all.",
          "基盘客户：拥有我方车辆的客户。基尼系数：0 为均等，接近 1 为高度集中。"),
     tier_pyramid_options, "remuda tier pyramid --by segment\nremuda tier pyramid --svg pyramids.svg --xlsx pyramids.xlsx", tier_pyramid},
    {"tier moves", "", 0, 0, TEXT("who moved since the released run before, and why", "查看级别变动及原因"), TEXT("", ""),
     tier_moves_options, "remuda tier moves --run 12", tier_moves},
    {"tier compare", "BEFORE_RUN_ID RUN_ID", 2, 2, TEXT("compare two runs", "比较两次分级"), TEXT("", ""),
     tier_compare_options, "remuda tier compare 7 12", tier_compare},
    {"tier reproduce", "RUN_ID", 1, 1, TEXT("make a run again from what it saw", "重现一次分级"),
     TEXT("Prints the digest of its bytes; exit code 1 when they are not the same.", "输出结果的摘要；不一致时退出码为 1。"),
     NULL, "remuda tier reproduce 12", tier_reproduce},
    {"tier put", "FILE", 1, 1, TEXT("put a policy as a draft", "提交政策草案"),
     TEXT("Its members are described in services/customer_tiering/README.md; remuda try tier tries it before.",
          "各项见 services/customer_tiering/README.md；提交前可用 remuda try tier 试算。"),
     NULL, "remuda tier put policy.json", tier_put},
    {"tier approve", "VERSION", 1, 1, TEXT("approve a policy that another person put", "批准他人提交的政策"), TEXT("", ""),
     NULL, "remuda tier approve 3", tier_approve},
    {"tier policy", "[VERSION]", 0, 1, TEXT("show the policy in force, or a version", "查看现行政策或某一版本"), TEXT("", ""),
     NULL, "remuda tier policy\nremuda tier policy 3 > policy.json", tier_policy_show},
    {"tier override", "CUSTOMER_ID", 1, 1, TEXT("set a customer's tier by hand, until a day", "人工调整客户级别"), TEXT("", ""),
     tier_override_options,
     "remuda tier override 17 --tier key --reason 年度战略合作 --approver 王总监 --until 2026-12-31", tier_override},
    {"tier declare", "CUSTOMER_ID", 1, 1, TEXT("say what else counts of a customer", "登记客户的其他情况"),
     TEXT("Replaces what was declared before.", "替换此前登记的内容。"), tier_declare_options,
     "remuda tier declare 17 --fleet 200 --segment armed_forces --seed --contract-until 2026-12-31", tier_declare},

    {"plan history", "FILE", 1, 1, TEXT("put the sales of past years (CSV)", "导入历史销量（CSV）"),
     TEXT("Columns unit_code, product_code, year, month, units: the weights by which a plan is split.",
          "列为 unit_code、product_code、year、month、units，用作目标分解的权重。"),
     NULL, "remuda plan history sales_2013.csv", plan_history},
    {"plan drivers", "", 0, 0, TEXT("put a named, dated input of a split", "维护分解所依据的驱动因素"),
     TEXT("Weights by unit, person, product, month or business type. A unit that is not named weighs what stands below it.",
          "按单位、人员、产品、月份或业务结构给出权重。未列出的单位取其下级之和。"),
     plan_drivers_options, "remuda plan drivers --name market --axis organisation --values A01:5200,A02:4100", plan_drivers},
    {"plan draft", "", 0, 0, TEXT("draft a year's plan", "起草年度计划"),
     TEXT("Drivers: sales, equal, season (time), three_factor:A:B:C (organisation, in parts per million), none (product,\n"
          "business), or a name of plan drivers. Not given: sales for organisation and time.",
          "驱动因素：sales、equal、season（时间）、three_factor:A:B:C（组织，百万分之一）、none（产品、业务结构）\n"
          "或 plan drivers 维护的名称。默认组织与时间按 sales。"),
     plan_draft_options,
     "remuda plan draft --year 2015 --total 3000 --level 5 --drivers organisation:market,time:season,product:sales,business:equal\n"
     "remuda plan draft --year 2015 --total 3000 --drivers organisation/2:three_factor:500000:200000:300000",
     plan_draft},
    {"plan show", "", 0, 0, TEXT("show a plan and how its phases stand", "查看计划及各阶段状态"),
     TEXT("Phases with their goals and milestones, in units sold: ahead, running, reached or missed.", "各阶段的目标与里程碑（按销量）：未开始、进行中、已达成、未达成。"),
     plan_show_options, "remuda plan show --year 2014\nremuda plan show --plan 3 --day 2014-11-30", plan_show},
    {"plan split", "PLAN_ID", 1, 1, TEXT("compute a draft's targets", "分解草案"),
     TEXT("Over units, months, products and business types at once; what was fixed by hand stays.",
          "同时按组织、月份、产品和业务结构分解；手工固定的不变。"),
     NULL, "remuda plan split 3", plan_split},
    {"plan adjust", "PLAN_ID", 1, 1, TEXT("move units between two children of a unit", "在同一上级的下级间调整"), TEXT("", ""),
     plan_adjust_options, "remuda plan adjust 3 --from A01 --to A02 --month 2015-05 --units 2 --reason 新客户", plan_adjust},
    {"plan review", "PLAN_ID", 1, 1, TEXT("a draft that was split can be locked", "评审草案"), TEXT("", ""), NULL, "remuda plan review 3",
     plan_review},
    {"plan lock", "", 0, 0, TEXT("lock a reviewed plan, or split a year's target and lock it", "锁定已评审计划，或一次分解并锁定年度目标"),
     TEXT("With year and total: over areas by last year's sales, over months by the season; the parts sum to the total.",
          "给出年度与总数时：按上年销量分到区域，按季节分到月份，各部分之和等于总数。"),
     plan_lock_options, "remuda plan lock --plan 3\nremuda plan lock --year 2014 --total 2500", plan_lock},
    {"plan amend", "", 0, 0, TEXT("a new version of a locked year", "修订已锁定年度"),
     TEXT("Months before stay; the rest is split again over the units in force from then.", "之前月份不变，其余按届时有效的单位重新分解。"),
     plan_amend_options, "remuda plan amend --year 2014 --total 2600 --from 2014-10-01 --reason 市场转好 --approver 总经理", plan_amend},
    {"plan issue", "", 0, 0, TEXT("make a month's targets final", "下达月度目标"), TEXT("", ""), plan_issue_options,
     "remuda plan issue --month 2014-09", plan_issue},
    {"plan board", "", 0, 0, TEXT("show the progress board", "查看进度看板"),
     TEXT("A unit and its children, targets against sales on a day.", "某单位及其下级在某日的目标与销量。"),
     plan_board_options, "remuda plan board\nremuda plan board --unit R1 --day 2014-09-15 --locale zh-CN\nremuda plan board --wide", plan_board},
    {"plan roll", "", 0, 0, TEXT("propose the open months anew", "滚动：提出未下达月份的新目标"),
     TEXT("From what was missed or exceeded; nothing is stored: amend the plan with it.", "依据差额提出建议，不保存；采纳时修订计划。"),
     plan_roll_options, "remuda plan roll --after 2014-09\nremuda plan roll --after 2014-08 --carry 50% --within-quarter", plan_roll},
    {"plan evaluate", "", 0, 0, TEXT("evaluate a quarter, finally", "季度评价"), TEXT("", ""), plan_evaluate_options,
     "remuda plan evaluate --year 2014 --quarter 3 --quality A01:900000", plan_evaluate},
    {"plan close", "", 0, 0, TEXT("close a year whose quarters are evaluated", "关闭年度"), TEXT("", ""), plan_close_options,
     "remuda plan close --year 2014", plan_close},
    {"plan compare", "PLAN_ID [OTHER_ID]", 1, 2, TEXT("two plans, or one with other weights, side by side", "对比两个计划或另一种分解"),
     TEXT("Nothing is stored.", "不保存任何内容。"), plan_compare_options,
     "remuda plan compare 3 4\nremuda plan compare 3 --method sainte_lague\nremuda plan compare 3 --total 2600 --drivers organisation:equal",
     plan_compare},
    {"plan explain", "CODE", 1, 1, TEXT("why a unit's or person's target is what it is", "说明某目标的由来"), TEXT("", ""), plan_explain_options,
     "remuda plan explain A01 --month 2014-09", plan_explain},
    {"plan export", "", 0, 0, TEXT("write a year's plan in the department's form", "按部门表式导出年度计划"),
     TEXT("Units in rows, each followed by those below it; months, quarters and the year in columns. CSV, XLSX or both.",
          "每行一个单位，其后为其下级；列为各月、季度与年度。可导出 CSV、XLSX 或两者。"),
     plan_export_options, "remuda plan export --year 2014 --csv plan.csv --xlsx plan.xlsx\nremuda plan export --year 2014 --unit R1 --xlsx r1.xlsx",
     plan_export},

    {"incentive put-plan", "[FILE]", 0, 1, TEXT("put an incentive plan in force from a month", "自某月起施行激励方案"),
     TEXT(
         "From a JSON file: a plan document (services/incentive_calculation/plan.schema.json), a draft until it is approved, or the\n"
         "contract's PutPlanRequest; money in fen. Or from options (money in yuan), in force at once:\n"
         "--steps are FROM:YUAN pairs: from so many vehicles on, so much for each.",
         "取自 JSON 文件（方案文件，批准前为草稿；或 PutPlanRequest，金额单位分）或选项（金额单位元）：\n--steps 为 起点:金额 列表：自该辆起每辆的金额。"),
     incentive_put_plan_options,
     "remuda incentive put-plan deploy/sample/plans/dealer_specialist.json\n"
     "remuda incentive put-plan --plan specialist-2014 --job dealer_specialist --from 2014-09 "
     "--mode marginal --steps 0:300,3:500,6:800 --per-lead 50 --lead-cap 500",
     incentive_put_plan},
    {"incentive run", "", 0, 0, TEXT("calculate the statements of a month", "计算某月激励"), TEXT("", ""),
     incentive_run_options, "remuda incentive run --month 2014-09", incentive_run},
    {"incentive statement", "", 0, 0, TEXT("show a person's statement, each line with its reason", "查看个人对账单"),
     TEXT("", ""), incentive_statement_options, "remuda incentive statement --person P0001 --month 2014-09",
     incentive_statement},

    {"incentive approve-plan", "CODE", 1, 1, TEXT("put a draft of a plan document in force", "批准方案文件"),
     TEXT("By another person than the one who put it.", "须由提交人以外的人批准。"), incentive_approve_plan_options,
     "remuda incentive approve-plan specialist-2014 --version 1", incentive_approve_plan},
    {"incentive calculate", "PERIOD", 1, 1, TEXT("calculate a period by the approved plan documents", "按已批准的方案文件计算一期"),
     TEXT("As often as wanted until it is approved. Late facts of approved periods are settled in it.", "批准前可重复计算；已批准各期的迟到事实在本期结算。"),
     incentive_calculate_options, "remuda incentive calculate 2014-09 --facts facts.json", incentive_calculate},
    {"incentive review", "PERIOD", 1, 1, TEXT("mark a calculated period as reviewed", "复核"), TEXT("", ""), NULL,
     "remuda incentive review 2014-09", incentive_review},
    {"incentive approve", "PERIOD", 1, 1, TEXT("approve a reviewed period", "批准"),
     TEXT("By another person than those who calculated and reviewed it.", "须由计算人与复核人以外的人批准。"), NULL, "remuda incentive approve 2014-09",
     incentive_approve},
    {"incentive mark-paid", "PERIOD", 1, 1, TEXT("mark an approved period as paid, once", "标记已支付（仅一次）"), TEXT("", ""), incentive_mark_paid_options,
     "remuda incentive mark-paid 2014-09 --reference T-2014-10-05", incentive_mark_paid},
    {"incentive close", "PERIOD", 1, 1, TEXT("close a paid period", "关闭已支付的一期"), TEXT("", ""), NULL, "remuda incentive close 2014-09", incentive_close},
    {"incentive list", "PERIOD", 1, 1, TEXT("list the statements of a period that you may see", "列出可查看的对账单"), TEXT("", ""), NULL,
     "remuda incentive list 2014-09", incentive_list},
    {"incentive explain", "PERIOD", 1, 1, TEXT("explain one component of a statement", "解释对账单的一个项目"), TEXT("", ""), incentive_explain_options,
     "remuda incentive explain 2014-09 --person P0001 --component vehicles", incentive_explain},
    {"incentive dispute", "PERIOD", 1, 1, TEXT("dispute a line of your own statement", "对本人对账单的一个项目提出异议"), TEXT("", ""), incentive_dispute_options,
     "remuda incentive dispute 2014-09 --component vehicles --reason \"one delivery of 30 September is missing\"", incentive_dispute},
    {"incentive resolve-dispute", "ID", 1, 1, TEXT("answer a dispute with a reason or a correction", "答复异议：说明理由或更正"),
     TEXT("A correction is settled in the next period that is calculated.", "更正金额在下一期计算时结算。"), incentive_resolve_dispute_options,
     "remuda incentive resolve-dispute 7 --answer \"it was reported late\" --correction 300", incentive_resolve_dispute},
    {"incentive simulate", "PERIOD", 1, 1, TEXT("what a period would pay with more deliveries or by another plan", "试算：多交车或换方案后的激励"),
     TEXT("Your own; headquarters also --person, or --plan for everybody of its role. Nothing is stored.",
          "本人；总部可用 --person，或用 --plan 试算该岗位全部人员。不保存任何结果。"), incentive_simulate_options,
     "remuda incentive simulate 2014-09 --more 3\nremuda incentive simulate 2014-09 --plan draft.json", incentive_simulate},
    {"incentive export", "PERIOD", 1, 1, TEXT("write the payout file of an approved period", "导出已批准一期的支付文件"),
     TEXT("CSV or XLSX by the file's name. The last row has the control totals: people and amount.", "按文件名写CSV或XLSX；末行为控制合计：人数与金额。"),
     incentive_export_options, "remuda incentive export 2014-09 --out payout.csv\nremuda incentive export 2014-09 --out payout.xlsx", incentive_export},

    {"directory load", "DIR...", 1, 16,
     TEXT("load units, people, products, calendar and codes", "装载组织、人员、产品、日历与代码"),
     TEXT(
         "Reads units.csv, people.csv, products.csv, calendar.csv and reference_codes.csv, whichever the folders hold.\n"
         "Column heads are the contract's field names. Loading again changes nothing that is the same.",
         "读取目录中已有的 units.csv、people.csv、products.csv、calendar.csv、reference_codes.csv；表头为字段名。"),
     NULL, "remuda directory load deploy/reference deploy/sample", directory_load},

    {"event tail", "", 0, 0, TEXT("show the latest events", "查看最近事件"),
     TEXT("With --json one event a line, its payload decoded.", "--json 时每行一个事件，载荷已解码。"),
     event_tail_options, "remuda event tail --follow\nremuda event tail --limit 100 --json", event_tail},

    {"audit list", "", 0, 0, TEXT("who was refused, who read what is another unit's, newest first", "审计：谁被拒绝、谁查看了他人数据，最新在前"),
     TEXT("Of all services. For headquarters.", "涵盖全部服务；限总部。"), audit_list_options,
     "remuda audit list --refused\nremuda audit list --principal dealer-system-D0001 --json", audit_list},

    {"key new", "", 0, 0, TEXT("make a key pair", "生成密钥对"),
     TEXT("Makes PREFIX.secret (only you can read it) and PREFIX.public. Give the public file to an administrator.",
          "生成 PREFIX.secret（仅本人可读）与 PREFIX.public；请将公钥交给管理员授权。"),
     key_new_options, "remuda key new --out dealer-D0001", key_new},
    {"key grant", "", 0, 0, TEXT("let a key in, with roles on units", "授权密钥"),
     TEXT("Roles: viewer, dealer, manager, headquarters, administrator, gateway.",
          "角色：viewer、dealer、manager、headquarters、administrator、gateway。"),
     key_grant_options,
     "remuda key grant --name dealer-system-D0001 --public-key dealer-D0001.public --grants dealer@D0001", key_grant},
    {"key revoke", "", 0, 0, TEXT("refuse a key from now on", "吊销密钥"), TEXT("", ""), key_revoke_options,
     "remuda key revoke --public-key dealer-D0001.public", key_revoke},

    {"api-key new", "", 0, 0, TEXT("make a key for HTTP; it is shown once", "生成 HTTP 接口密钥，仅显示一次"),
     TEXT("Only its hash is kept. The principal must be there: remuda key grant makes it.\n"
          "Scopes: directory.read, lead.read, lead.write, tiering.read, target.read, incentive.read.",
          "系统只保存散列值。主体须已存在：由 remuda key grant 建立。\n"
          "权限范围：directory.read、lead.read、lead.write、tiering.read、target.read、incentive.read。"),
     api_key_new_options, "remuda api-key new --name dealer-system-D0001 --scopes lead.read,lead.write", api_key_new},
    {"api-key list", "", 0, 0, TEXT("list keys for HTTP, newest first", "列出 HTTP 接口密钥，最新在前"), TEXT("", ""),
     api_key_list_options, "remuda api-key list --name dealer-system-D0001", api_key_list},
    {"api-key revoke", "PREFIX", 1, 1, TEXT("refuse a key for HTTP from now on", "吊销 HTTP 接口密钥"), TEXT("", ""), NULL,
     "remuda api-key revoke k3vq0a9d2m1x", api_key_revoke},

    {"service ping", "[NAME]", 0, 1, TEXT("ask the services, or one, whether they answer", "检查服务是否应答"),
     TEXT("Names: directory, lead_intake, customer_tiering, target_planning, incentive_calculation, gateway.",
          "名称：directory、lead_intake、customer_tiering、target_planning、incentive_calculation、gateway。"),
     NULL, "remuda service ping\nremuda service ping lead_intake --timeout 2", service_ping},
    {"service totals", "", 0, 0, TEXT("show each service's sums, to see that they agree", "查看各服务合计以便核对"),
     TEXT("", ""), NULL, "remuda service totals --json", service_totals},
    {"dead-letter list", "", 0, 0, TEXT("list events that a service could not apply", "列出未能处理的事件"),
     TEXT("", ""), dead_letter_options, "remuda dead-letter list --service customer_tiering", dead_letter_list},
    {"dead-letter replay", "[ID...]", 0, ARGUMENTS_POSITIONALS_MAX, TEXT("apply dead letters again", "重新处理死信"),
     TEXT("Without IDs: all dead letters of the service.", "不给 ID 时重放该服务的全部死信。"), dead_letter_options,
     "remuda dead-letter replay 17 18 --service customer_tiering", dead_letter_replay},

    {"try uscc", "CODE", 1, 1, TEXT("check a unified social credit code", "校验统一社会信用代码"),
     TEXT("Exit code 0 when structure and check digits hold, else 1.", "结构与校验位均正确时退出码为 0，否则为 1。"),
     NULL, "remuda try uscc 91350211M0000XUF46\nremuda try uscc 121200004013590816 --json", try_uscc},
    {"try vin", "VIN", 1, 1, TEXT("check a vehicle identification number", "校验车架号"),
     TEXT("Exit code 0 when structure and check digit hold, else 1.", "结构与校验位均正确时退出码为 0，否则为 1。"),
     NULL, "remuda try vin LSJA24U62JG269225 --json", try_vin},
    {"try apportion", "", 0, 0, TEXT("split a total by weights", "按权重分解总数"),
     TEXT("The parts sum to the total. largest_remainder: each the floor of its exact share, units left to the larger\n"
          "remainders. sainte_lague: unit by unit to the largest weight / (2 x units so far + 1); nobody loses one when\n"
          "the total grows. In both, equal claims go to the earlier one.",
          "各部分之和等于总数。largest_remainder：先取整数部分，余下的给余数较大者。\n"
          "sainte_lague：逐台分给 权重 /（2 × 已得 + 1）最大者，总数增加时无人减少。两法相同者均先列先得。"),
     try_apportion_options,
     "remuda try apportion --total 100 --weights 5117,4400,162,161,160\n"
     "remuda try apportion --total 26 --weights 1500,1500,900,500,500,200 --method sainte_lague",
     try_apportion},
    {"try season", "", 0, 0, TEXT("seasonal indices of a series", "计算季节指数"),
     TEXT("Ratio to the centred moving average of a period; a season's index is the mean of its ratios, adjusted so that\n"
          "the indices average 100 percent. Prints them in percent, that of the series' first value first.",
          "以居中移动平均的比率求季节指数：同季比率取平均，再调整为平均 100%。\n以百分比输出，自序列首值所在季起。"),
     try_season_options, "remuda try season --period 4 --series 397,376,460,501,455,390,530,560,513,434,562,593 --json",
     try_season},
    {"try split", "", 0, 0, TEXT("split a table whose rows and columns are given", "行、列合计均已定时分解表格"),
     TEXT("From JSON: rows and columns (totals, or {name, total}), weights (a matrix; missing: equal), and lists of\n"
          "{row, column, value} in fixed, floors, ceilings, by name or by number from 0. Each cell is within one unit of its\n"
          "exact share. What cannot be is refused with the constraints that contradict, exit code 1.",
          "输入 JSON：rows、columns（合计数或 {name, total}）、weights（矩阵，缺省为相等），\n"
          "fixed、floors、ceilings 为 {row, column, value} 列表（按名称或从 0 起的序号）。\n"
          "每格与精确份额相差不到一台；无法满足时指出互相矛盾的约束，退出码为 1。"),
     try_split_options, "remuda try split --input table.json\nremuda try split --input table.json --json", try_split},
    {"try match", "", 0, 0, TEXT("recognise organisations by their names", "按名称识别单位"),
     TEXT("One line a query, in the queries' order: query, id, score (0 to 1000000), verdict.\n"
          "same: taken over; review: a person decides; new: another organisation. The id is always that of the likeliest\n"
          "organisation of the registry, also under review and new; it is empty when nothing speaks for any.\n"
          "Registry: columns id, name; region, uscc and alias (several separated by ; or |) if there are.\n"
          "Queries: query; region and uscc if there are. Rows that cannot be used are told on standard error, exit code 4.",
          "按查询文件的次序每行一个结果：query、id、score（0 至 1000000）、verdict。\n"
          "same：直接认定；review：人工判定；new：新单位。id 始终为名录中最可能的单位，review 与 new 时也给出；\n"
          "毫无相近者时为空。名录列：id、name，可有 region、uscc、alias（多个用 ; 或 | 分隔）。\n"
          "查询列：query，可有 region、uscc。无法使用的行在标准错误中说明，退出码为 4。"),
     try_match_options, "remuda try match --registry customers.tsv --queries names.tsv\n"
     "remuda try match --registry customers.tsv --queries names.tsv --json", try_match},
    {"try tier", "", 0, 0, TEXT("put customers into tiers by a policy", "按政策试算客户分级"),
     TEXT("Most valuable first: customer, value, share and cumulative_share in percent, score, tier, reason.\n"
          "Customers: a column customer and one a measure of the policy, such as delivered_units_12m (value when the policy\n"
          "names none); region, segment, business_type, industry, previous_tier and runs_outside if there are.\n"
          "The policy's members are described in services/customer_tiering/README.md; {} is one, too: 80 % and 95 % of value.",
          "按价值降序：客户、价值、占比与累计占比（%）、得分、级别、依据。\n"
          "客户文件：customer 列，政策每项指标一列，如 delivered_units_12m（政策未列指标时为 value）；\n"
          "可有 region、segment、business_type、industry、previous_tier、runs_outside。\n"
          "政策各项见 services/customer_tiering/README.md；{} 也是政策：按价值的 80 % 与 95 %。"),
     try_tier_options, "remuda try tier --policy policy.json --customers customers.csv", try_tier},
    {"try incentive", "", 0, 0, TEXT("statements from a plan and credits, as JSON", "按方案与业绩试算激励明细（JSON）"),
     TEXT("Plan: services/incentive_calculation/plan.schema.json; a list of plans is versions or roles.\n"
          "Credits: columns person, day; id, kind (delivery, lead, return, cancellation), units, revenue_fen or revenue (yuan),\n"
          "product, use, business, tier, quality, outcome, of (what is taken back), role, part_ppm if there are.\n"
          "Facts: facts.schema.json. Every period with credits or facts is calculated, one after the other.",
          "方案见 services/incentive_calculation/plan.schema.json；列表即多个版本或岗位。\n"
          "业绩列：person、day，可有 id、kind（delivery、lead、return、cancellation）、units、revenue_fen 或 revenue（元）、\n"
          "product、use、business、tier、quality、outcome、of（被收回的编号）、role、part_ppm。\n"
          "数据见 facts.schema.json。凡有业绩或数据的各期依次计算。"),
     try_incentive_options, "remuda try incentive --plan plan.json --credits credits.csv\n"
     "remuda try incentive --plan plan.json --credits credits.csv --facts facts.json --period 2014-09", try_incentive},
    {0},
};
