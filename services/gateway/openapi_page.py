#!/usr/bin/python3
"""openapi_page.py OPENAPI_JSON             prints the readable page of the HTTP door: every request with its fields and answers; no script.
openapi_page.py OPENAPI_JSON --check FILE fails when FILE is another one: then it is stale.
"""

import html
import json
import pathlib
import re
import sys

STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
h2{margin-top:2.5rem;border-bottom:2px solid #888}h3{margin:1.5rem 0 .3rem;font-family:ui-monospace,monospace;font-size:1rem}
b.verb{display:inline-block;min-width:4rem;color:#06c}table{border-collapse:collapse;margin:.3rem 0}
td,th{border:1px solid #ccc;padding:.15rem .5rem;text-align:left;vertical-align:top}code{font-family:ui-monospace,monospace}
nav a{margin-right:1rem}small{color:#666}"""


def anchor(name):
    return "schema-" + re.sub(r"\W", "-", name)


def kind(schema):
    """'list of Unit', 'HELD | WON', 'int32'; names of messages are links."""
    if reference := schema.get("$ref"):
        name = reference.rpartition("/")[2]
        return f'<a href="#{anchor(name)}">{html.escape(name)}</a>'
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if choices := schema.get("oneOf"):
        return " or ".join(map(kind, choices))
    if values := schema.get("enum"):
        return " | ".join(map(html.escape, values))
    return schema.get("format") or schema.get("contentEncoding") or str(schema["type"])


def table(rows):
    return "<table>" + "".join(f"<tr><td><code>{html.escape(name)}</code></td><td>{kind(schema)}</td><td>{html.escape(text)}</td></tr>"
                               for name, schema, text in rows) + "</table>" if rows else ""


def fields(schema):
    return table([(name, field, field.get("description", "")) for name, field in schema.get("properties", {}).items()])


def body_of(content):
    return kind(content["content"]["application/json"]["schema"])


def operation(verb, path, described):
    parameters = [(parameter["name"], parameter["schema"], f"in {parameter['in']}. {parameter.get('description', '')}")
                  for parameter in described["parameters"] if "$ref" not in parameter]
    scope = described["security"][0]["apiKey"][0] if described.get("security") else ""
    idempotent = any(parameter.get("$ref", "").endswith("IdempotencyKey") for parameter in described["parameters"])
    return (f'<h3 id="{described["operationId"]}"><b class="verb">{verb.upper()}</b> {html.escape(path)}</h3>'
            f"<div>{html.escape(described['description'])}</div>"
            f"<small>{f'Scope {scope}.' if scope else 'Without a key.'}{' Needs an Idempotency-Key.' if idempotent else ''}</small>"
            + table(parameters)
            + (f"<div>Body: {body_of(described['requestBody'])}</div>" if "requestBody" in described else "")
            + f"<div>Answer: {body_of(described['responses']['200'])}</div>")


def page(document):
    operations = [(verb, path, described) for path, verbs in document["paths"].items() for verb, described in verbs.items()]
    areas = list(dict.fromkeys(described["tags"][0] for _, _, described in operations))
    parts = [f'<h1>{html.escape(document["info"]["title"])}</h1><p>{html.escape(document["info"]["description"])} '
             'For programs: <a href="/openapi.json">/openapi.json</a>.</p>',
             "<nav>" + "".join(f'<a href="#{area}">{area}</a>' for area in [*areas, "refusals", "messages"]) + "</nav>"]
    for area in areas:
        parts.append(f'<h2 id="{area}">{area}</h2>')
        parts += [operation(*found) for found in operations if found[2]["tags"][0] == area]
    parts.append('<h2 id="refusals">refusals</h2>' + table([
        (code, {"$ref": "#/components/schemas/Problem"}, answer["description"])
        for code, answer in document["components"]["responses"].items()]))
    parts.append('<h2 id="messages">messages</h2>')
    for name, schema in document["components"]["schemas"].items():
        parts.append(f'<h3 id="{anchor(name)}">{html.escape(name)}</h3><div>{html.escape(schema.get("description", ""))}</div>{fields(schema)}')
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{html.escape(document["info"]["title"])}</title>'
            f"<style>{STYLE}</style></head><body>\n" + "\n".join(parts) + "\n</body></html>\n")


def main(openapi, *options):
    text = page(json.loads(pathlib.Path(openapi).read_text()))
    if options[:1] != ("--check",):
        sys.stdout.write(text)
    elif pathlib.Path(options[1]).read_text() != text:
        sys.exit(f"{options[1]} is stale: {' '.join(sys.argv[:2])} >{options[1]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
