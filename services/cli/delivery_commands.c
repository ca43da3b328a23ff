/* Deliveries (交车): many from a file, one taken back or returned. */
#include "command.h"
#include "import.h"
#include "output.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

const struct option delivery_end_options[] = {
    {"reason", "TEXT", TEXT("why", "原因"), true},
    {"on", "DAY", TEXT("the day for which it counts; default today", "生效日期；默认今天"), false},
    {0},
};

enum exit_code delivery_import(struct cli *cli)
{
    return import_run(cli, &delivery_kind, cli->arguments.positionals[0]);
}

enum exit_code delivery_cancel(struct cli *cli)
{
    Remuda__Lead__V1__CancelDeliveryRequest request = REMUDA__LEAD__V1__CANCEL_DELIVERY_REQUEST__INIT;
    if (cli_day(cli, "on", &request.cancelled_on) != 0)
        return cli_usage(cli, &cli->error);
    if (!arguments_has(&cli->arguments, "on"))
        request.cancelled_on = cli_today(cli);
    request.vin = cli_positional(cli, 0);
    request.reason = cli_text(cli, "reason");
    const Remuda__Lead__V1__CancelDeliveryResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/CancelDelivery", &request.base,
                 &remuda__lead__v1__cancel_delivery_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "Delivery %lld is cancelled.\n", "交车 %lld 已撤销。\n"), (long long)response->delivery_id);
    return EXIT_CODE_DONE;
}

enum exit_code delivery_return(struct cli *cli)
{
    Remuda__Lead__V1__ReturnDeliveryRequest request = REMUDA__LEAD__V1__RETURN_DELIVERY_REQUEST__INIT;
    if (cli_day(cli, "on", &request.returned_on) != 0)
        return cli_usage(cli, &cli->error);
    if (!arguments_has(&cli->arguments, "on"))
        request.returned_on = cli_today(cli);
    request.vin = cli_positional(cli, 0);
    request.reason = cli_text(cli, "reason");
    const Remuda__Lead__V1__ReturnDeliveryResponse *response =
        cli_call(cli, SERVICE_LEAD_INTAKE, "remuda.lead.v1.LeadIntake/ReturnDelivery", &request.base,
                 &remuda__lead__v1__return_delivery_response__descriptor, &cli->error);
    if (!response)
        return cli_fail(cli, &cli->error);
    if (cli->json)
        return print_json(cli, response);
    printf(SAY(cli->locale, "The vehicle of delivery %lld is returned.\n", "交车 %lld 已登记退车。\n"),
           (long long)response->delivery_id);
    return EXIT_CODE_DONE;
}
