"""Identifiers with right check digits: unified social credit codes (GB 32100-2015) and VINs (ISO 3779)."""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9)))
VIN_VALUES.update((str(digit), digit) for digit in range(10))


def organisation_code(number):
    """Nine characters: eight digits and the check of GB 11714."""
    digits = f"{number:08d}"
    check = 11 - sum(int(d) * w for d, w in zip(digits, ORGANISATION_WEIGHTS)) % 11
    return digits + {10: "X", 11: "0"}.get(check, str(check))


def uscc(registrar, division, number):
    """registrar: two characters ("91" a company, "11" a public body); division: six digits."""
    body = registrar + division + organisation_code(number)
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, USCC_WEIGHTS))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def uscc_with_wrong_check(code):
    return code[:-1] + USCC_ALPHABET[(USCC_ALPHABET.index(code[-1]) + 1) % 31]


def vin(maker, model, year, plant, serial):
    """maker: three characters; model: five; year: E is 2014; plant: one."""
    text = f"{maker}{model}0{year}{plant}{serial:06d}"
    check = sum(VIN_VALUES[c] * w for c, w in zip(text, VIN_WEIGHTS)) % 11
    return text[:8] + ("X" if check == 10 else str(check)) + text[9:]


def vin_with_wrong_check(text):
    return text[:8] + ("1" if text[8] != "1" else "2") + text[9:]
