#include "catalogue_store.h"
#include "code_index.h"
#include "rpc.h"

#define PUT_MAX 1000
#define LIST_MAX 5000

typedef Remuda__Directory__V1__Product product_message;

static void take_products(struct batch *batch, struct call *call, product_message *const *messages, size_t n,
                          struct product *products)
{
    struct code_index index;

    code_index_init(&index, batch->arena, n);
    for (size_t i = 0; i < n; i++) {
        const product_message *message = messages[i];
        size_t first = code_index_add(&index, message->code, i);
        struct fault fault;

        products[i] = (struct product){.code = message->code,
                                       .name = message->name,
                                       .product_line = message->product_line,
                                       .use_class = (int)message->use_class,
                                       .list_price_fen = message->list_price_fen};
        if (product_check(&products[i], &fault) < 0)
            rpc_refuse(batch, call, "products", i, &fault);
        else if (first != CODE_INDEX_NONE)
            rpc_refuse_twice(batch, call, "products", i, "code", first);
    }
}

static int put_products(struct batch *batch, struct call *call, struct error *error)
{
    const Remuda__Directory__V1__PutProductsRequest *request =
        (const Remuda__Directory__V1__PutProductsRequest *)call->request;
    Remuda__Directory__V1__PutProductsResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__PutProductsResponse, remuda__directory__v1__put_products_response);
    struct product *products = ARENA_ARRAY(batch->arena, struct product, request->n_products);

    if (!rpc_check_count(batch, call, "products", request->n_products, PUT_MAX))
        return 0;
    take_products(batch, call, request->products, request->n_products, products);
    if (!call_ok(call))
        return 0;
    response->stored = (int32_t)request->n_products;
    call->response = &response->base;
    return product_store_put(batch->db, batch->arena, products, request->n_products, error);
}

int rpc_put_products(struct batch *batch, struct error *error)
{
    return rpc_each_change(batch, put_products, error);
}

static product_message *message_of(struct batch *batch, const struct product *product)
{
    product_message *message = RESPONSE(batch, product_message, remuda__directory__v1__product);

    message->code = rpc_text(product->code);
    message->name = rpc_text(product->name);
    message->product_line = rpc_text(product->product_line);
    message->use_class = (Remuda__Directory__V1__UseClass)product->use_class;
    message->list_price_fen = product->list_price_fen;
    return message;
}

static int list_products(struct batch *batch, struct call *call, struct error *error)
{
    Remuda__Directory__V1__ListProductsResponse *response =
        RESPONSE(batch, Remuda__Directory__V1__ListProductsResponse, remuda__directory__v1__list_products_response);
    struct product *products;
    size_t n;

    if (product_store_list(batch->db, batch->arena, LIST_MAX, &products, &n, error) < 0)
        return -1;
    response->n_products = n;
    response->products = ARENA_ARRAY(batch->arena, product_message *, n);
    for (size_t i = 0; i < n; i++)
        response->products[i] = message_of(batch, &products[i]);
    call->response = &response->base;
    return 0;
}

int rpc_list_products(struct batch *batch, struct error *error)
{
    return rpc_each(batch, list_products, error);
}
