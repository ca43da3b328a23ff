#include "db/db.h"

#include "sql/change_is_deployed.h"
#include "sql/read_server.h"

/* Under another LC_CTYPE, "C" above all, pg_trgm finds no Chinese trigram and says nothing. glibc spells it both ways.
 */
static bool is_c_utf8(const char *locale)
{
    return strcmp(locale, "C.UTF-8") == 0 || strcmp(locale, "C.utf8") == 0;
}

static int check_server(const struct db_result *server, struct error *error)
{
    const char *encoding = db_text(server, 0, 0), *locale = db_text(server, 0, 1);
    if (strcmp(encoding, "UTF8") != 0)
        return error_set(error, STATUS_FAILED_PRECONDITION, NULL,
                         "The database's encoding is %s; create it with ENCODING 'UTF8'.",
                         "数据库编码为 %s，请使用 ENCODING 'UTF8' 重新创建数据库。", encoding);
    if (!is_c_utf8(locale))
        return error_set(error, STATUS_FAILED_PRECONDITION, NULL,
                         "The database's LC_CTYPE is %s; create it with TEMPLATE template0 LC_CTYPE 'C.UTF-8'.",
                         "数据库 LC_CTYPE 为 %s，请使用 TEMPLATE template0 LC_CTYPE 'C.UTF-8' 重新创建数据库。",
                         locale);
    if (!db_bool(server, 0, 2))
        return error_set(error, STATUS_FAILED_PRECONDITION, NULL,
                         "The database has no schema yet; run the migrations in deploy/migrations (sqitch deploy), "
                         "then start again.",
                         "数据库尚未初始化，请先执行 deploy/migrations 中的迁移（sqitch deploy），再启动服务。");
    return 0;
}

static int check_change(struct db *db, struct arena *arena, const char *change, struct error *error)
{
    struct db_params params = DB_PARAMS(arena);
    db_bind_text(&params, change);
    struct db_result found;
    if (db_run(db, sql_change_is_deployed, &params, &found, error) != 0)
        return -1;
    bool deployed = db_bool(&found, 0, 0);
    db_result_clear(&found);
    if (deployed)
        return 0;
    return error_set(error, STATUS_FAILED_PRECONDITION, NULL,
                     "The database's schema lacks the change %s; run the migrations in deploy/migrations (sqitch "
                     "deploy), then start again.",
                     "数据库缺少迁移 %s，请先执行 deploy/migrations 中的迁移（sqitch deploy），再启动服务。", change);
}

int db_check_schema(struct db *db, const char *change, struct error *error)
{
    struct db_result server;
    if (db_run(db, sql_read_server, NULL, &server, error) != 0)
        return -1;
    int outcome = check_server(&server, error);
    db_result_clear(&server);
    if (outcome != 0)
        return -1;
    struct arena arena = {0};
    outcome = check_change(db, &arena, change, error);
    arena_release(&arena);
    return outcome;
}
