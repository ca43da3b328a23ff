#!/usr/bin/python3
"""openapi.py PROTO_FOLDER ROUTES            prints the OpenAPI 3.1 document of the HTTP door: the contracts and the table of routes.
openapi.py PROTO_FOLDER ROUTES --check FILE  fails when FILE is another one: then it is stale.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2

ROUTE = re.compile(r'^ROUTE\((\w+), "([^"]+)", (\w+), (\w+), (READS|WRITES)\)$', re.MULTILINE)
SCOPE = {"DIRECTORY": "directory", "LEAD_INTAKE": "lead", "CUSTOMER_TIERING": "tiering", "TARGET_PLANNING": "target",
         "INCENTIVE_CALCULATION": "incentive", "GATEWAY": "key"}
Field = descriptor_pb2.FieldDescriptorProto
SCALARS = {
    Field.TYPE_STRING: {"type": "string"},
    Field.TYPE_BOOL: {"type": "boolean"},
    Field.TYPE_BYTES: {"type": "string", "contentEncoding": "base64"},
    Field.TYPE_INT32: {"type": "integer", "format": "int32"},
    Field.TYPE_UINT32: {"type": "integer", "minimum": 0},
    # As text: a number of JavaScript loses digits beyond 2^53. Numbers are taken too.
    Field.TYPE_INT64: {"type": ["string", "integer"], "format": "int64"},
    Field.TYPE_UINT64: {"type": ["string", "integer"], "format": "uint64"},
}
# Methods that also take leads as documents of the trade (lead_document.c), and what they answer then.
DOCUMENTS = {"FileLead": (["application/x-adf+xml", "application/xml", "text/xml"], ".remuda.gateway.v1.FileDocumentResponse")}
ANSWERS = {
    "400": "The request is not right; errors names each field.",
    "401": "No valid API key. All refusals of strangers are alike.",
    "403": "The key's scopes or its principal's roles do not allow it.",
    "404": "There is no such thing, or it is not for this caller.",
    "409": "It contradicts what is there, or a request with this Idempotency-Key is still being answered.",
    "413": "The body has more than 1 MiB.",
    "415": "The body is of a type that this method does not take.",
    "422": "This Idempotency-Key was used with another request.",
    "429": "Too many requests: come back after Retry-After seconds.",
    "503": "The service does not answer: repeat with the same Idempotency-Key after Retry-After seconds.",
}


def camel(name):
    return re.sub(r"_(.)", lambda found: found[1].upper(), name)


class Contracts:
    """All messages, enums and methods with their comments."""

    def __init__(self, folder):
        with tempfile.NamedTemporaryFile() as out:
            files = sorted(str(file.relative_to(folder)) for file in folder.rglob("*.proto"))
            subprocess.run(["protoc", f"--proto_path={folder}", "--include_source_info", f"--descriptor_set_out={out.name}", *files],
                           check=True)
            self.files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out.name).read_bytes()).file
        self.messages, self.enums, self.methods, self.comments = {}, {}, {}, {}
        for file in self.files:
            comments = {tuple(place.path): " ".join((place.leading_comments + " " + place.trailing_comments).split())
                        for place in file.source_code_info.location}
            for i, message in enumerate(file.message_type):
                self.messages[f".{file.package}.{message.name}"] = message
                self.comments[f".{file.package}.{message.name}"] = comments.get((4, i), "")
                for j, field in enumerate(message.field):
                    self.comments[f".{file.package}.{message.name}", field.name] = comments.get((4, i, 2, j), "")
            for enum in file.enum_type:
                self.enums[f".{file.package}.{enum.name}"] = enum
            for i, service in enumerate(file.service):
                for j, method in enumerate(service.method):
                    self.methods[service.name, method.name] = method
                    self.comments[service.name, method.name] = comments.get((6, i, 2, j), "")

    def method_key(self, backend, name):
        """A method of the service's own, or one that every service answers."""
        own = camel_service(backend), name
        return own if own in self.methods else ("Operations", name)


def camel_service(backend):
    return "".join(word.capitalize() for word in backend.split("_"))


class Document:
    def __init__(self, contracts):
        self.contracts = contracts
        self.schemas = {}

    def value(self, field):
        if field.type == Field.TYPE_MESSAGE:
            value = self.reference(field.type_name)
        elif field.type == Field.TYPE_ENUM:
            value = {"type": "string", "enum": [value.name for value in self.contracts.enums[field.type_name].value]}
        else:
            value = dict(SCALARS[field.type])
        if field.label == Field.LABEL_REPEATED:
            value = {"type": "array", "items": value}
        return value

    def described(self, message_name, field):
        comment = self.contracts.comments[message_name, field.name]
        return self.value(field) | ({"description": comment} if comment else {})

    def reference(self, name):
        key = name.removeprefix(".remuda.")
        if key not in self.schemas:
            message = self.contracts.messages[name]
            schema = self.schemas[key] = {"type": "object", "additionalProperties": False}
            if comment := self.contracts.comments[name]:
                schema["description"] = comment
            schema["properties"] = {camel(field.name): self.described(name, field) for field in message.field}
        return {"$ref": f"#/components/schemas/{key}"}

    def parameters(self, verb, path, message_name, writes):
        message = self.contracts.messages[message_name]
        in_path = re.findall(r"\{(\w+)\}", path)
        for field in message.field:
            if field.name in in_path:
                yield {"name": camel(field.name), "in": "path", "required": True, "schema": self.value(field)}
            elif verb == "GET" and field.type != Field.TYPE_MESSAGE:
                comment = self.contracts.comments[message_name, field.name]
                yield {"name": camel(field.name), "in": "query", "schema": self.value(field)} | (
                    {"description": comment} if comment else {}) | (
                    {"explode": False} if field.label == Field.LABEL_REPEATED else {})
        if writes:
            yield {"$ref": "#/components/parameters/IdempotencyKey"}
        yield {"$ref": "#/components/parameters/AcceptLanguage"}

    def operation(self, verb, path, backend, name, writes):
        key = self.contracts.method_key(backend, name)
        method = self.contracts.methods[key]
        area = SCOPE[backend]
        operation = {
            "operationId": f"{area}_{name}",
            "tags": [area],
            "description": self.contracts.comments[key],
            "security": [{"apiKey": [f"{area}.{'write' if writes else 'read'}"]}],
            "parameters": list(self.parameters(verb, path, method.input_type, writes)),
        }
        if verb != "GET":
            operation["requestBody"] = {"content": {"application/json": {"schema": self.reference(method.input_type)}}}
        operation["responses"] = {"200": {"description": "Done.",
                                          "content": {"application/json": {"schema": self.reference(method.output_type)}}}} | {
            code: {"$ref": f"#/components/responses/{code}"} for code in ANSWERS}
        if name in DOCUMENTS:
            self.add_documents(operation, *DOCUMENTS[name])
        return operation

    def add_documents(self, operation, media_types, answer):
        for media_type in media_types:
            operation["requestBody"]["content"][media_type] = {"schema": {
                "type": "string", "description": "ADF 1.0 (adf) or STAR 5.4.4 (ProcessSalesLead); Idempotency-Key may be missing."}}
        answers = operation["responses"]["200"]["content"]["application/json"]
        answers["schema"] = {"oneOf": [answers["schema"], self.reference(answer)]}


def document_of(folder, routes):
    document = Document(Contracts(folder))
    paths = {}
    for verb, path, backend, name, kind in ROUTE.findall(routes):
        shown = re.sub(r"\{(\w+)\}", lambda found: "{" + camel(found[1]) + "}", path)
        paths.setdefault(shown, {})[verb.lower()] = document.operation(verb, path, backend, name, kind == "WRITES")
    problem = {
        "type": "object", "required": ["type", "title", "status", "detail", "requestId"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "requestId": {"type": "string", "description": "Name it when you ask for help."},
            "errors": {"type": "array", "items": {"type": "object", "properties": {
                "pointer": {"type": "string", "description": "JSON pointer into the body."},
                "parameter": {"type": "string"}, "header": {"type": "string"},
                "reason": {"type": "string"}, "detail": {"type": "string"}}}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Remuda", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
                 "description": "The HTTP door for dealers' systems. Pages: give nextCursor of an answer as cursor of the next request."},
        "paths": paths,
        "components": {
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer", "description": "An API key: rmd_..."}},
            "parameters": {
                "IdempotencyKey": {
                    "name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 130},
                    "description": "New for each new request, the same when it is repeated: then the first answer comes again, for 30 "
                                   "days. 1 to 128 printable ASCII characters without blanks, quoted or bare."},
                "AcceptLanguage": {"name": "Accept-Language", "in": "header", "schema": {"type": "string"},
                                   "description": "zh-CN or en: the language of messages."}},
            "responses": {code: {"description": text, "content": {"application/problem+json": {"schema": {
                "$ref": "#/components/schemas/Problem"}}}} for code, text in ANSWERS.items()},
            "schemas": {"Problem": problem} | document.schemas,
        },
    }


def main(folder, routes, *options):
    text = json.dumps(document_of(pathlib.Path(folder), pathlib.Path(routes).read_text()), ensure_ascii=False, indent=1) + "\n"
    if options[:1] != ("--check",):
        sys.stdout.write(text)
    elif pathlib.Path(options[1]).read_text() != text:
        sys.exit(f"{options[1]} is stale: {' '.join(sys.argv[:3])} >{options[1]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
