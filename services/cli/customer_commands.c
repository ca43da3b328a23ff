/* Customers (客户名录): organisations taken over from a list. */
#include "command.h"
#include "import.h"

const struct option customer_import_options[] = {
    {"business-type", "WORD", TEXT("of rows that name none, e.g. enterprise", "未写业务结构的行的业务结构"), false},
    {"rejected", "FILE", TEXT("file of rejected rows; default FILE.rejected.csv", "拒绝行文件；默认 文件.rejected.csv"),
     false},
    {"summary", NULL, TEXT("only the summary, no line a row", "只输出汇总"), false},
    {0},
};

enum exit_code customer_import(struct cli *cli)
{
    return import_run(cli, &customer_kind, cli->arguments.positionals[0]);
}
