#include "help.h"

#include "output.h"

static const struct {
    struct text name;
    const char *group;
} groups[] = {
    {TEXT("Leads, customers and deliveries", "线索、客户与交车"), "lead"},
    {TEXT("", ""), "protection"},
    {TEXT("", ""), "review"},
    {TEXT("", ""), "conflict"},
    {TEXT("", ""), "delivery"},
    {TEXT("", ""), "customer"},
    {TEXT("Tiers, targets and pay", "分级、目标与激励"), "tier"},
    {TEXT("", ""), "plan"},
    {TEXT("", ""), "incentive"},
    {TEXT("Operating the services", "运行与维护"), "directory"},
    {TEXT("", ""), "event"},
    {TEXT("", ""), "audit"},
    {TEXT("", ""), "key"},
    {TEXT("", ""), "api-key"},
    {TEXT("", ""), "service"},
    {TEXT("", ""), "dead-letter"},
    {TEXT("Trying the rules without any server", "离线试算（无需服务）"), "try"},
};

static const struct text exit_codes[] = {
    [EXIT_CODE_DONE] = TEXT("done", "完成"),
    [EXIT_CODE_NO] = TEXT("the answer is no: refused by a rule, not found, not free, not valid",
                          "回答为否：规则不允许、不存在、已被占用或无效"),
    [EXIT_CODE_USAGE] = TEXT("the command line or a setting is wrong", "命令行或设置有误"),
    [EXIT_CODE_UNREACHED] = TEXT("a service did not answer", "服务没有应答"),
    [EXIT_CODE_ROWS_REJECTED] =
        TEXT("an import went through, some of its rows were rejected", "导入完成，部分行被拒绝"),
    [EXIT_CODE_NOT_PERMITTED] = TEXT("your key has not the role for this", "您的密钥没有相应权限"),
    [EXIT_CODE_TROUBLE] = TEXT("a file, this machine or the service failed", "文件、本机或服务出错"),
};

size_t command_group_length(const struct command *command)
{
    return strcspn(command->words, " ");
}

static bool in_group(const struct command *command, const char *group)
{
    size_t length = command_group_length(command);
    return strlen(group) == length && strncmp(command->words, group, length) == 0;
}

static void print_two(FILE *out, const char *left, size_t width, const char *right)
{
    fputs("  ", out);
    text_print(out, left, width, false, false);
    fprintf(out, "  %s\n", right);
}

static const char *usage_of(const struct command *command, char usage[static 80])
{
    snprintf(usage, 80, "%s%s%s", command->words, *command->arguments ? " " : "", command->arguments);
    return usage;
}

static void print_group(const struct command *table, const char *group, enum locale locale, FILE *out)
{
    char usage[80];
    for (const struct command *command = table; command->words; command++)
        if (in_group(command, group))
            print_two(out, usage_of(command, usage), 28, command->summary.in[locale]);
}

static void print_options(const struct option *options, enum locale locale, FILE *out)
{
    char left[64];
    for (const struct option *option = options; option && option->name; option++) {
        snprintf(left, sizeof left, "--%s%s%s", option->name, option->value ? " " : "",
                 option->value ? option->value : "");
        fputs("  ", out);
        text_print(out, left, 28, false, false);
        fprintf(out, "  %s%s\n", option->help.in[locale], option->required ? SAY(locale, " (needed)", "（必填）") : "");
    }
}

static void print_settings(FILE *out)
{
    char name[64];
    for (const struct config_option *option = settings_table; option->name; option++) {
        snprintf(name, sizeof name, "REMUDA_%s%s", option->name, option->type == CONFIG_SECRET ? "_FILE" : "");
        fprintf(out, "  %-28s  %s%s%s%s\n", name, option->help, *option->fallback ? " [" : "", option->fallback,
                *option->fallback ? "]" : "");
    }
}

void help_program(const struct command *table, enum locale locale, FILE *out)
{
    fputs(SAY(locale,
              "remuda: the command line of Remuda, for operators and integrators of fleet sales.\n\n"
              "Usage: remuda COMMAND [ARGUMENTS] [OPTIONS]\n",
              "remuda：大客户销售系统 Remuda 的命令行，供运维与对接人员使用。\n\n用法：remuda 命令 [参数] [选项]\n"),
          out);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        if (*groups[i].name.in[locale])
            fprintf(out, "\n%s\n", groups[i].name.in[locale]);
        print_group(table, groups[i].group, locale, out);
    }
    fputs(SAY(locale, "\nOptions of every command\n", "\n通用选项\n"), out);
    print_options(global_options, locale, out);
    fputs(SAY(locale, "\nSettings (environment)\n", "\n设置（环境变量）\n"), out);
    print_settings(out);
    fputs(SAY(locale, "\nExit codes\n", "\n退出码\n"), out);
    for (size_t i = 0; i < sizeof exit_codes / sizeof *exit_codes; i++)
        fprintf(out, "  %zu  %s\n", i, exit_codes[i].in[locale]);
    fputs(SAY(locale,
              "\nFirst steps\n  remuda try uscc 91350211M0000XUF46\n  remuda service ping\n"
              "  remuda lead import leads.csv\n  remuda COMMAND --help explains one command.\n",
              "\n入门\n  remuda try uscc 91350211M0000XUF46\n  remuda service ping\n"
              "  remuda lead import leads.csv\n  remuda 命令 --help 查看某个命令的说明。\n"),
          out);
}

void help_group(const struct command *table, const char *group, enum locale locale, FILE *out)
{
    fprintf(out,
            SAY(locale, "Usage: remuda %s COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands\n",
                "用法：remuda %s 命令 [参数] [选项]\n\n命令\n"),
            group);
    print_group(table, group, locale, out);
    fprintf(out,
            SAY(locale, "\nremuda %s COMMAND --help explains one of them, with examples.\n",
                "\nremuda %s 命令 --help 查看说明与示例。\n"),
            group);
}

static void print_examples(const char *examples, FILE *out)
{
    while (*examples) {
        size_t length = strcspn(examples, "\n");
        fprintf(out, "  %.*s\n", (int)length, examples);
        examples += length + (examples[length] == '\n');
    }
}

void help_command(const struct command *command, enum locale locale, FILE *out)
{
    char usage[80];
    fprintf(out, SAY(locale, "Usage: remuda %s [OPTIONS]\n\n%s.\n", "用法：remuda %s [选项]\n\n%s。\n"),
            usage_of(command, usage), command->summary.in[locale]);
    if (command->help.in[locale] && *command->help.in[locale])
        fprintf(out, "%s\n", command->help.in[locale]);
    fputs(SAY(locale, "\nOptions\n", "\n选项\n"), out);
    print_options(command->options, locale, out);
    print_options(global_options, locale, out);
    if (command->examples) {
        fputs(SAY(locale, "\nExamples\n", "\n示例\n"), out);
        print_examples(command->examples, out);
    }
}
