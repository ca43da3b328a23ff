#include "person.h"
#include "person_store.h"
#include "rpc.h"
#include "unit_store.h"

#define PUT_MAX 1000

static int change_of(const Remuda__Directory__V1__Person *person, day_t today, struct person_change *change,
                     struct fault *fault)
{
    *change = (struct person_change){
        .code = person->code, .name = person->name, .unit_code = person->unit_code, .job = person->job};
    if (rpc_day(person->valid_from, today, "valid_from", &change->valid_from, fault) < 0)
        return -1;
    return rpc_day(person->valid_to, DAY_OPEN, "valid_to", &change->valid_to, fault);
}

static int load_people(struct batch *batch, const Remuda__Directory__V1__PutPeopleRequest *request,
                       struct roster *people, struct error *error)
{
    const char **codes = ARENA_ARRAY(batch->arena, const char *, request->n_people);

    for (size_t i = 0; i < request->n_people; i++)
        codes[i] = request->people[i]->code;
    return person_store_load(batch->db, batch->arena, codes, request->n_people, people, error);
}

static int put_people(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__PutPeopleRequest *request =
        (const Remuda__Directory__V1__PutPeopleRequest *)call->request;
    Remuda__Directory__V1__PutPeopleResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__PutPeopleResponse, remuda__directory__v1__put_people_response);
    day_t today = day_of_instant(batch->now_ms);
    struct roster units, people;

    if (!rpc_check_count(batch, call, "people", request->n_people, PUT_MAX))
        return 0;
    if (unit_store_load(batch->db, batch->arena, 0, &units, error) < 0 ||
        load_people(batch, request, &people, error) < 0)
        return -1;
    for (size_t i = 0; i < request->n_people; i++) {
        struct person_change change;
        struct fault fault;

        if (change_of(request->people[i], today, &change, &fault) < 0 ||
            person_put(&people, &units, &change, &fault) < 0)
            rpc_refuse(batch, call, "people", i, &fault);
    }
    if (!call_ok(call))
        return 0;
    response->stored = (int32_t)request->n_people;
    call->response = &response->base;
    return person_store_save(batch->db, &people, error);
}

int rpc_put_people(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, put_people, error);
}
