#include "lead_details.h"

#include "output.h"
#include "words.h"

#define ATTACHMENTS_MAX 41 /* one more than the service takes: it says so */

typedef Remuda__Lead__V1__LeadDetails Details;
typedef Remuda__Lead__V1__DeciderNote Note;

void lead_details_add_deciders(Details *details, char *const notes[static DECIDER_GROUPS], struct arena *arena)
{
    details->deciders = ARENA_ARRAY(arena, Note *, DECIDER_GROUPS);
    for (size_t i = 0; i < DECIDER_GROUPS; i++) {
        if (!*notes[i])
            continue;
        Note *note = ARENA_NEW(arena, Note);
        remuda__lead__v1__decider_note__init(note);
        note->group = (Remuda__Lead__V1__DeciderGroup)(i + 1);
        note->note = notes[i];
        details->deciders[details->n_deciders++] = note;
    }
}

void lead_details_add_attachments(Details *details, char *names, struct arena *arena)
{
    details->attachments = ARENA_ARRAY(arena, char *, ATTACHMENTS_MAX);
    while (*names && details->n_attachments < ATTACHMENTS_MAX) {
        size_t length = strcspn(names, ";");
        if (length)
            details->attachments[details->n_attachments++] = arena_printf(arena, "%.*s", (int)length, names);
        names += length + (names[length] == ';');
    }
}

static const char *joined(const Details *details, struct arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < details->n_attachments; i++)
        text = arena_printf(arena, "%s%s%s", text, i ? "; " : "", details->attachments[i]);
    return text;
}

void lead_details_print(struct cli *cli, const Details *details)
{
    enum locale l = cli->locale;
    struct arena *arena = &cli->arena;
    struct label_value *pairs = ARENA_ARRAY(arena, struct label_value, details->n_deciders + 6);
    size_t count = 0;
    pairs[count++] = (struct label_value){SAY(l, "dimension", "维度"),
                                          enum_text(&remuda__lead__v1__dimension__descriptor, (int)details->dimension, l)};
    pairs[count++] = (struct label_value){SAY(l, "use", "车辆用途"),
                                          enum_text(&remuda__lead__v1__vehicle_use__descriptor, (int)details->use_class, l)};
    pairs[count++] = (struct label_value){SAY(l, "competitor", "竞争对手"), details->competitor};
    pairs[count++] = (struct label_value){SAY(l, "needs", "客户需求"), details->needs};
    for (size_t i = 0; i < details->n_deciders; i++) {
        const Note *note = details->deciders[i];
        pairs[count++] = (struct label_value){enum_text(&remuda__lead__v1__decider_group__descriptor, (int)note->group, l),
                                              arena_printf(arena, "%s%s%s", note->topic, *note->topic ? ": " : "", note->note)};
    }
    pairs[count] = (struct label_value){SAY(l, "attachments", "附件"), joined(details, arena)};
    print_values(pairs, stdout);
}
