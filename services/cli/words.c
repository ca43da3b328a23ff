#include "words.h"

#include "base/buffer.h"
#include "remuda/directory/v1/directory.pb-c.h"
#include "remuda/lead/v1/lead_intake.pb-c.h"
#include "remuda/target/v1/target_planning.pb-c.h"
#include "remuda/tiering/v1/tiering_types.pb-c.h"

#include <ctype.h>

#define ALSO_MAX 5
#define WORDS_LIST_MAX 300

/* The terms of DOMAIN.md first, then other spellings of the trade. The contract's own names are understood besides. */
struct enum_word {
    const ProtobufCEnumDescriptor *type;
    int value;
    const char *english, *chinese;
    const char *also[ALSO_MAX];
};

#define BUSINESS &remuda__lead__v1__business_type__descriptor
#define INFORMATION &remuda__lead__v1__information_class__descriptor
#define MODE &remuda__lead__v1__purchase_mode__descriptor
#define SOURCE &remuda__lead__v1__lead_source__descriptor
#define STATE &remuda__lead__v1__lead_state__descriptor
#define BUYING &remuda__lead__v1__buying_stage__descriptor
#define SELLING &remuda__lead__v1__selling_stage__descriptor
#define LOSS &remuda__lead__v1__loss_reason__descriptor
#define LOSS_BY &remuda__lead__v1__loss_aspect__descriptor
#define ASPECT &remuda__lead__v1__quality_aspect__descriptor
#define DIMENSION &remuda__lead__v1__dimension__descriptor
#define DECIDER &remuda__lead__v1__decider_group__descriptor
#define VEHICLE &remuda__lead__v1__vehicle_use__descriptor
#define REVIEW &remuda__lead__v1__review_outcome__descriptor
#define CONFLICT &remuda__lead__v1__conflict_state__descriptor
#define OUTCOME &remuda__lead__v1__conflict_outcome__descriptor
#define TIER &remuda__tiering__v1__tier__descriptor
#define ROLE &remuda__directory__v1__role__descriptor
#define KIND &remuda__directory__v1__unit_kind__descriptor
#define USE &remuda__directory__v1__use_class__descriptor
#define METHOD &remuda__target__v1__apportion_method__descriptor

static const struct enum_word words[] = {
    {BUSINESS, 1, "government", "政府采购", {"政府", "政府客户"}},
    {BUSINESS, 2, "enterprise", "大型企业采购", {"大型企业", "企业", "企业采购"}},
    {BUSINESS, 3, "small batch", "小批量客户", {"小批量"}},
    {BUSINESS, 4, "industry", "行业客户", {"行业"}},
    {INFORMATION, 1, "direct sales", "直销", {"直接销售"}},
    {INFORMATION, 2, "regional", "区域", {"区域信息"}},
    {INFORMATION, 3, "tender", "招投标", {"招标", "投标"}},
    {INFORMATION, 4, "one-off volume", "一次性批量", {"一次性"}},
    {MODE, 1, "by tender", "招标采购", {"招标", "tender"}},
    {MODE, 2, "by framework agreement", "协议供货", {"协议", "framework", "framework agreement"}},
    {MODE, 3, "by direct purchase", "直接采购", {"直接", "direct", "direct purchase"}},
    {SOURCE, 1, "existing customer", "现有客户", {"基盘客户", "老客户", "既有客户", "existing customers"}},
    {SOURCE, 2, "service department", "服务部门", {"售后服务", "售后", "售后部门", "service"}},
    {SOURCE, 3, "professional list", "专业人士名录", {"专业名录", "名录", "名单", "专业人员名单"}},
    {SOURCE, 4, "vehicle administration", "车管所名单", {"车管所", "车辆管理所", "车管部门", "车管名录"}},
    {SOURCE, 5, "media", "媒体", {"媒体信息", "新闻媒体"}},
    {SOURCE, 6, "government procurement notice", "政府采购公告", {"采购公告", "政府采购网", "招标公告"}},
    {SOURCE, 7, "newly registered company", "新注册企业", {"新注册公司", "新成立公司", "新企业", "工商新注册企业"}},
    {SOURCE, 8, "group introduction", "集团内部介绍", {"集团介绍", "集团内介绍", "内部介绍"}},
    {SOURCE, 9, "association", "行业协会", {"协会", "协会组织"}},
    {SOURCE, 10, "exhibition", "展会", {"展览", "展览会"}},
    {SOURCE, 11, "invited key person", "邀请关键人物", {"关键人物", "关键人", "邀约关键人物", "邀请关键人"}},
    {SOURCE, 12, "competitor", "竞争对手", {"竞品", "同行", "竞争对手与老业务员"}},
    {SOURCE, 13, "own contact", "自有人脉", {"人脉", "个人关系", "自有关系", "销售人员人脉"}},
    {SOURCE, 14, "partner", "异业合作", {"合作伙伴", "异业合作伙伴"}},
    {STATE, 1, "in review", "待审", {"待审核"}},
    {STATE, 2, "held", "报备有效", {"有效"}},
    {STATE, 3, "won", "赢单", {0}},
    {STATE, 4, "lost", "失单", {0}},
    {STATE, 5, "released", "已释放", {"释放"}},
    {STATE, 6, "invalid", "无效", {0}},
    {STATE, 7, "in pool", "公海池", {"公海", "pool"}},
    {BUYING, 1, "need found", "发现需求", {0}},
    {BUYING, 2, "deliberation", "内部酝酿", {0}},
    {BUYING, 3, "plan", "计划准备", {0}},
    {BUYING, 4, "requirements", "采购要求", {0}},
    {BUYING, 5, "tendering", "招标实施", {"tender", "招标"}},
    {BUYING, 6, "evaluation", "评估比较", {"评估"}},
    {BUYING, 7, "commitment", "购车承诺", {0}},
    {SELLING, 1, "contact", "接触客户", {0}},
    {SELLING, 2, "needs analysis", "需求分析", {0}},
    {SELLING, 3, "positioning", "销售定位", {0}},
    {SELLING, 4, "bid", "投标", {0}},
    {SELLING, 5, "follow-up", "跟进", {0}},
    {SELLING, 6, "order won", "赢取订单", {0}},
    {LOSS, 1, "price", "价格", {0}},
    {LOSS, 2, "product", "产品", {0}},
    {LOSS, 3, "delivery time", "交付时间", {"交期"}},
    {LOSS, 4, "service", "服务", {0}},
    {LOSS, 5, "relationship", "客户关系", {"关系"}},
    {LOSS, 6, "tender terms", "招标条件", {0}},
    {LOSS, 7, "purchase cancelled", "采购取消", {"cancelled", "取消采购"}},
    {LOSS, 8, "other", "其他", {0}},
    {LOSS_BY, 1, "reason", "原因", {"失单原因"}},
    {LOSS_BY, 2, "competitor", "竞争对手", {"对手"}},
    {LOSS_BY, 3, "stage", "销售阶段", {"selling stage", "阶段"}},
    {LOSS_BY, 4, "buying stage", "采购阶段", {"buying"}},
    {LOSS_BY, 5, "area", "区域", {0}},
    {ASPECT, 1, "complete", "完整", {0}},
    {ASPECT, 2, "valid", "有效", {0}},
    {ASPECT, 3, "in time", "及时", {0}},
    {ASPECT, 4, "not overlapping", "不重复", {0}},
    {ASPECT, 5, "followed", "有反馈", {0}},
    {ASPECT, 6, "invalid", "判定无效", {0}},
    {DIMENSION, 1, "height", "高度", {0}},
    {DIMENSION, 2, "depth", "深度", {0}},
    {DIMENSION, 3, "width", "宽度", {0}},
    {DECIDER, 1, "environment", "环境因素", {0}},
    {DECIDER, 2, "organisation", "组织因素", {0}},
    {DECIDER, 3, "people", "人际因素", {0}},
    {DECIDER, 4, "character", "个人因素", {0}},
    {VEHICLE, 1, "command", "指挥车", {0}},
    {VEHICLE, 2, "operation", "作业车", {0}},
    {VEHICLE, 3, "for converter", "改装厂用车", {"改装车", "改装厂"}},
    {REVIEW, 1, "same", "同一客户", {"相同"}},
    {REVIEW, 2, "different", "不同客户", {"不同"}},
    {CONFLICT, 1, "open", "待裁决", {0}},
    {CONFLICT, 2, "decided", "已裁决", {0}},
    {CONFLICT, 3, "appealed", "已申诉", {0}},
    {CONFLICT, 4, "closed", "已终裁", {0}},
    {OUTCOME, 1, "rejected", "驳回", {"reject"}},
    {OUTCOME, 2, "transferred", "转移", {"transfer"}},
    {OUTCOME, 3, "shared", "共享", {"share"}},
    {TIER, 1, "key", "重点客户", {"重点"}},
    {TIER, 2, "secondary", "次重点客户", {"次重点"}},
    {TIER, 3, "potential", "潜力客户", {"潜力"}},
    {ROLE, 1, "viewer", "查看", {0}},
    {ROLE, 2, "dealer", "经销商", {0}},
    {ROLE, 3, "manager", "管理", {0}},
    {ROLE, 4, "headquarters", "总部", {0}},
    {ROLE, 5, "administrator", "管理员", {0}},
    {ROLE, 6, "gateway", "网关", {0}},
    {KIND, 1, "headquarters", "总部", {0}},
    {KIND, 2, "region", "大区", {0}},
    {KIND, 3, "area", "区域", {0}},
    {KIND, 4, "dealer", "经销商", {0}},
    {USE, 1, "command", "指挥车", {0}},
    {USE, 2, "operation", "作业车", {0}},
    {USE, 3, "for converter", "改装厂用车", {"改装车", "改装厂"}},

    {METHOD, 0, "largest remainder", "最大余数法", {0}},
    {METHOD, 1, "sainte lague", "圣拉古法", {0}},
};

/* The word of a value; NULL for values without one, such as the unspecified one. */
static const struct enum_word *word_of(const ProtobufCEnumDescriptor *type, int value)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].type == type && words[i].value == value)
            return &words[i];
    return NULL;
}

/* Equal but for case; blank, "-" and "_" are one character. */
static bool same_word(const char *a, const char *b)
{
    for (;; a++, b++) {
        char x = *a == ' ' || *a == '-' ? '_' : (char)tolower((unsigned char)*a);
        char y = *b == ' ' || *b == '-' ? '_' : (char)tolower((unsigned char)*b);
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

static bool word_matches(const struct enum_word *word, const char *name, const char *text)
{
    if (same_word(name, text) || same_word(word->english, text) || same_word(word->chinese, text))
        return true;
    for (size_t i = 0; i < ALSO_MAX && word->also[i]; i++)
        if (same_word(word->also[i], text))
            return true;
    return false;
}

static void list_words(const ProtobufCEnumDescriptor *type, enum locale locale, struct buffer *list)
{
    for (unsigned i = 0; i < type->n_values; i++)
        if (word_of(type, type->values[i].value))
            buffer_printf(list, "%s%s", list->length ? locale == LOCALE_ZH_CN ? "、" : ", " : "",
                          enum_text(type, type->values[i].value, locale));
}

int enum_parse(const ProtobufCEnumDescriptor *type, const char *text, const char *field, int *value,
               struct error *error)
{
    for (unsigned i = 0; i < type->n_values; i++) {
        const struct enum_word *word = word_of(type, type->values[i].value);
        if (word && word_matches(word, type->values[i].name, text)) {
            *value = type->values[i].value;
            return 0;
        }
    }
    struct buffer english = BUFFER(WORDS_LIST_MAX), chinese = BUFFER(WORDS_LIST_MAX);
    list_words(type, LOCALE_EN, &english);
    list_words(type, LOCALE_ZH_CN, &chinese);
    error_set(error, STATUS_INVALID_ARGUMENT, field, "\"%s\" is not one of: %s.%.0s",
              "“%s”不是可用的词，可用：%.0s%s。", text, english.data, chinese.data);
    buffer_release(&english);
    buffer_release(&chinese);
    return -1;
}

const char *enum_text(const ProtobufCEnumDescriptor *type, int value, enum locale locale)
{
    const struct enum_word *word = word_of(type, value);
    if (!word)
        return "-";
    return locale == LOCALE_ZH_CN ? word->chinese : word->english;
}
