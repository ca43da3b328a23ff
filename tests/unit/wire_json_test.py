"""The JSON mapping of common/wire equals that of Python's protobuf package, both ways, on seeded random messages."""
import base64
import json
import math
import os
import random
import struct
import subprocess
import sys

import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

sys.path.insert(0, os.environ["REMUDA_TEST_PYTHON"])
from tests.unit import wire_test_pb2  # noqa: E402

SEED = 20140901
MESSAGES = 400
LONGEST_LIST = 6
DEEPEST = 4

SIGNED = {FieldDescriptor.TYPE_INT32: 32, FieldDescriptor.TYPE_SINT32: 32, FieldDescriptor.TYPE_SFIXED32: 32,
          FieldDescriptor.TYPE_INT64: 64, FieldDescriptor.TYPE_SINT64: 64, FieldDescriptor.TYPE_SFIXED64: 64}
UNSIGNED = {FieldDescriptor.TYPE_UINT32: 32, FieldDescriptor.TYPE_FIXED32: 32,
            FieldDescriptor.TYPE_UINT64: 64, FieldDescriptor.TYPE_FIXED64: 64}
LETTERS = "abc \"\\/\b\f\n\r\t\x01\x1f\x7f<>&'中国石油（集团）１２３é\u2028\u00a0\U0001F697"


class Filter:
    def __init__(self):
        self.process = subprocess.Popen([os.environ["WIRE_JSON_FILTER"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, what, payload):
        self.process.stdin.write(what + struct.pack("<I", len(payload)) + payload)
        self.process.stdin.flush()
        verdict, length = struct.unpack("<cI", self.process.stdout.read(5))
        return verdict == b"o", self.process.stdout.read(length)

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=10)


@pytest.fixture(scope="module")
def wire():
    running = Filter()
    yield running
    assert running.close() == 0, "the filter ends cleanly under the sanitizers"


def random_float(chance, bits):
    kind = chance.randrange(6)
    if kind == 0:
        return chance.choice([math.nan, math.inf, -math.inf, 1.0, -1.5, 0.1, 1e20, 1e-7])
    if kind == 1:
        return float(chance.randrange(-10**6, 10**6))
    if bits == 32:
        value, = struct.unpack("<f", struct.pack("<I", chance.getrandbits(32)))
    else:
        value, = struct.unpack("<d", struct.pack("<Q", chance.getrandbits(64)))
    return math.nan if math.isnan(value) else value  # JSON has one NaN, without payload


def random_scalar(chance, field):
    if field.type in SIGNED:
        bits = SIGNED[field.type]
        return chance.choice([0, 1, -1, 2**(bits - 1) - 1, -2**(bits - 1), chance.randrange(-2**(bits - 1), 2**(bits - 1))])
    if field.type in UNSIGNED:
        bits = UNSIGNED[field.type]
        return chance.choice([0, 1, 2**bits - 1, 2**(bits - 1), chance.getrandbits(bits)])
    if field.type == FieldDescriptor.TYPE_BOOL:
        return chance.random() < 0.5
    if field.type == FieldDescriptor.TYPE_ENUM:
        return chance.choice(field.enum_type.values).number
    if field.type == FieldDescriptor.TYPE_STRING:
        return "".join(chance.choices(LETTERS, k=chance.randrange(12)))
    if field.type == FieldDescriptor.TYPE_BYTES:
        return chance.randbytes(chance.randrange(9))
    return random_float(chance, 32 if field.type == FieldDescriptor.TYPE_FLOAT else 64)


def fill(chance, message, depth=0):
    for field in message.DESCRIPTOR.fields:
        if chance.random() < (0.6 if depth == 0 else 0.4):
            continue
        count = chance.randrange(LONGEST_LIST) if field.label == FieldDescriptor.LABEL_REPEATED else 1
        for _ in range(count):
            if field.type != FieldDescriptor.TYPE_MESSAGE:
                value = random_scalar(chance, field)
                if field.label == FieldDescriptor.LABEL_REPEATED:
                    getattr(message, field.name).append(value)
                else:
                    setattr(message, field.name, value)
            elif depth < DEEPEST:
                part = getattr(message, field.name)
                part = part.add() if field.label == FieldDescriptor.LABEL_REPEATED else part
                part.SetInParent()
                fill(chance, part, depth + 1)


def random_messages():
    chance = random.Random(SEED)
    for _ in range(MESSAGES):
        message = wire_test_pb2.Everything()
        fill(chance, message)
        yield message


def same(ours, theirs):
    """Equal text of NaN included; 1 and 1.0 are one number, true and 1 are not."""
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and ours.keys() == theirs.keys() and all(same(ours[k], theirs[k]) for k in ours)
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(same, ours, theirs))
    return isinstance(ours, bool) == isinstance(theirs, bool) and ours == theirs


def canonical(message):
    return message.SerializeToString(deterministic=True)


def test_what_we_write_is_what_python_writes(wire):
    for message in random_messages():
        done, text = wire.ask(b"j", message.SerializeToString())
        assert done, text
        theirs = json.loads(json_format.MessageToJson(message))
        assert same(json.loads(text), theirs), f"{text.decode()}\n{theirs}"


def test_defaults_are_written_as_python_writes_them(wire):
    for message in random_messages():
        done, text = wire.ask(b"d", message.SerializeToString())
        assert done, text
        assert same(json.loads(text), json.loads(json_format.MessageToJson(message, including_default_value_fields=True)))


def test_python_reads_back_what_we_write(wire):
    for message in random_messages():
        _, text = wire.ask(b"j", message.SerializeToString())
        again = json_format.Parse(text, wire_test_pb2.Everything())
        assert canonical(again) == canonical(message), text.decode()


@pytest.mark.parametrize("options", [{}, {"preserving_proto_field_name": True}, {"use_integers_for_enums": True},
                                     {"indent": None, "ensure_ascii": False}, {"including_default_value_fields": True}])
def test_we_read_what_python_writes(wire, options):
    for message in random_messages():
        text = json_format.MessageToJson(message, **options)
        done, packed = wire.ask(b"p", text.encode())
        assert done, f"{packed.decode()}\n{text}"
        again = wire_test_pb2.Everything.FromString(packed)
        assert canonical(again) == canonical(message), text


# Each text is read alike by both: to the same message, or refused by both.
TEXTS = [
    '{}', ' { } ', '', '"x"', '{', '{}x', '{"an_int32"}', '{"anInt32":1,}', '{"anInt32" 1}', '{,}',
    '{"anInt32":1}', '{"an_int32":1}', '{"anInt32":"1"}', '{"anInt32":1.0}', '{"anInt32":1e3}', '{"anInt32":1.5}',
    '{"anInt32":2147483647}', '{"anInt32":2147483648}', '{"anInt32":-2147483648}', '{"anInt32":-2147483649}',
    '{"anInt32":""}', '{"anInt32":" 1"}', '{"anInt32":"1 "}', '{"anInt32":true}', '{"anInt32":null}', '{"anInt32":01}',
    '{"anInt64":9223372036854775807}', '{"anInt64":"9223372036854775807"}', '{"anInt64":9223372036854775808}',
    '{"anInt64":-9223372036854775808}', '{"anInt64":"-9223372036854775809"}',
    '{"aUint64":18446744073709551615}', '{"aUint64":"18446744073709551615"}', '{"aUint64":18446744073709551616}',
    '{"aUint64":9223372036854775808}', '{"aUint64":-1}', '{"aUint32":4294967295}', '{"aUint32":4294967296}',
    '{"aFixed64":"18446744073709551615"}', '{"aSfixed64":"-1"}', '{"aSint32":-5}',
    '{"aDouble":1}', '{"aDouble":"1.5"}', '{"aDouble":"NaN"}', '{"aDouble":"-Infinity"}', '{"aDouble":1e308}',
    '{"aDouble":"abc"}', '{"aDouble":""}', '{"aDouble":5e-324}', '{"aDouble":null}',
    '{"aFloat":3.4028234663852886e38}', '{"aFloat":3.5e38}', '{"aFloat":-3.5e38}', '{"aFloat":1e-46}', '{"aFloat":"Infinity"}',
    '{"aBool":true}', '{"aBool":false}', '{"aBool":"true"}', '{"aBool":1}', '{"aBool":null}',
    '{"aString":"x"}', '{"aString":1}', '{"aString":null}', r'{"aString":"\u4e2d\u56fd"}', r'{"aString":"\ud83d\ude97"}',
    r'{"aString":"\ud83d"}', r'{"aString":"\q"}', '{"aString":"a\nb"}', r'{"aString":"\"\\\/\b\f\n\r\t"}', '{"aString":"x}',
    '{"someBytes":"AQID"}', '{"someBytes":"_-8="}', '{"someBytes":"/+8="}', '{"someBytes":"_-8"}', '{"someBytes":""}',
    '{"someBytes":"A"}', '{"someBytes":1}',
    '{"colour":"RED"}', '{"colour":1}', '{"colour":-2}', '{"colour":"5"}', '{"colour":"PINK"}', '{"colour":null}',
    '{"inner":{}}', '{"inner":null}', '{"inner":{"name":"x","amount":"5"}}', '{"inner":{"x":1}}',
    '{"chosenNumber":0}', '{"chosenText":""}', '{"chosenInner":{}}', '{"chosenColour":"COLOUR_UNSPECIFIED"}',
    '{"chosenNumber":1,"chosenText":"x"}', '{"chosenNumber":null,"chosenText":"x"}', '{"chosenBytes":""}',
    '{"int32s":[1,"2",3.0]}', '{"int32s":[]}', '{"int32s":null}', '{"int32s":1}', '{"int32s":[null]}', '{"int32s":[1,]}',
    '{"inners":[{},{"children":[{"name":"x"}]}]}', '{"strings":["a","b"]}', '{"byteStrings":["AQ==",""]}',
    '{"unknown":1}', '{"anInt32":1,"anInt32":2}', '{"HTTPPort":1}', '{"hTTPPort":1}',
    '{"line2Address":1}', '{"line_2_address":1}', '{"doubleUnderscore":1}', '{"trailing":1}', '{"Leading":1}', '{"_leading":1}',
    '{"farAway":7}', r'{"an\u0049nt32":1}',
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_or_refused_as_python_does(wire, text):
    try:
        theirs = json_format.Parse(text, wire_test_pb2.Everything())
    except json_format.ParseError:
        theirs = None
    done, answer = wire.ask(b"p", text.encode())
    assert done == (theirs is not None), answer
    if done:
        assert canonical(wire_test_pb2.Everything.FromString(answer)) == canonical(theirs)


# What Python's reader lets through although the mapping does not, and what is hostile.
@pytest.mark.parametrize("text, part", [
    ("[]", "expected object, found array"),
    ("null", "expected object, found null"),
    ('{"inner":[]}', "inner: expected object, found array"),
    ('{"aDouble":true}', "a_double: expected double, found true"),
    ('{"colour":true}', "colour: expected enum, found true"),
    ('{"anInt32":1,"an_int32":2}', "an_int32: the field is given twice"),
    (r'{"aString":"a\u0000b"}', "a_string: a NUL"),
    ('{"colour":77}', "colour: 77 is not a value of remuda.test.v1.Colour"),
    ('{"inner":{"name":5}}', "inner.name: expected string, found number"),
    ('{"inners":[{},{"amount":"x"}]}', 'inners[1].amount: "x" is not a valid int64'),
    ('{"inner":{"nmae":1}}', 'there is no field "nmae" in remuda.test.v1.Inner'),
    ('{\n  "anInt32": 1\n  "aBool": true}', "line 3, byte 3"),
    ('{"inner":' + '{"children":[' * 20 + ']}' * 20 + '}', "nested deeper than 16"),
    ('{"inner":' * 10000, "inner"),
    ('{"int32s":[' + "1," * 10000 + "1]}", "the list is too long"),
    ('{"aString":"' + "x" * 65537 + '"}', "65537 bytes are too long"),
    ('{"strings":["' + '","'.join(["x" * 60000] * 5) + '"]}', "bytes as protobuf"),
    ('{"inners":[' + ",".join(['{"children":[' + ",".join(["{}"] * 1000) + ']}'] * 300) + ']}', "bytes of memory"),
    (' ' * (1024 * 1024 + 1), "is too large"),
    ('{"aDouble":1e400}', "not a valid double"),
    ('{"aDouble":NaN}', "not JSON"),
])
def test_a_hostile_text_is_refused_with_its_reason(wire, text, part):
    done, answer = wire.ask(b"p", text.encode())
    assert not done
    assert part in answer.decode()


def test_text_that_is_not_utf8_is_refused(wire):
    assert wire.ask(b"p", b'{"aString":"\xff"}') == (False, b": the text is not UTF-8 at byte 13; send it in UTF-8")


def test_bytes_of_every_length_come_back(wire):
    for length in range(70):
        value = bytes(range(length))
        for text in (base64.b64encode(value), base64.urlsafe_b64encode(value).rstrip(b"=")):
            done, packed = wire.ask(b"p", b'{"someBytes":"' + text + b'"}')
            assert done and wire_test_pb2.Everything.FromString(packed).some_bytes == value
